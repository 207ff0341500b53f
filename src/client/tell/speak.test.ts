import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { notify, playSound } from "./speak.ts";

let tones: number;
/** The reader does something on the page: from now on it may be heard. */
let touch: () => void;

beforeEach(() => {
  tones = 0;
  const touched = new Promise<void>((resolve) => (touch = resolve));
  const ramp = () => {};
  const gain = {
    setValueAtTime: ramp,
    linearRampToValueAtTime: ramp,
    exponentialRampToValueAtTime: ramp,
  };
  vi.stubGlobal(
    "AudioContext",
    class {
      currentTime = 0;
      resume = () => touched;
    },
  );
  vi.stubGlobal(
    "OscillatorNode",
    class {
      connect = (to: unknown) => to;
      start = () => (tones += 1);
      stop = () => {};
    },
  );
  vi.stubGlobal(
    "GainNode",
    class {
      gain = gain;
      connect = () => {};
    },
  );
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what could not be heard when it was told is not heard later, all at once", async () => {
  const old = [playSound(), playSound(), playSound()];
  vi.advanceTimersByTime(60_000);
  const now = playSound();
  touch();
  await Promise.all([...old, now]);
  expect(tones).toBe(2);
});

test("a notice that takes the place of another is shown as that was", () => {
  const shown: unknown[] = [];
  vi.stubGlobal(
    "Notification",
    class {
      static permission = "granted";
      constructor(title: string, options: object) {
        shown.push({ title, ...options });
      }
    },
  );
  const notice = { title: "Disk is full", body: "", tag: "view 1", path: "/" };
  expect(notify(notice, () => {})).toBe(true);
  expect(shown).toMatchObject([{ title: "Disk is full", tag: "view 1", renotify: true }]);
});
