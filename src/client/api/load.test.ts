import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Answer, Failure } from "../../protocol/answer.ts";
import { createLoad, failureOf } from "./load.ts";

const unreachable: Failure = { code: "unreachable", title: "No answer", detail: "" };
const failed: Answer<string> = { ok: false, failure: unreachable };

/** A request that is answered when the test says so. */
function request() {
  const { promise, resolve } = Promise.withResolvers<Answer<string>>();
  const signals: AbortSignal[] = [];
  return {
    signals,
    answer: async (answer: Answer<string>) => {
      resolve(answer);
      await promise;
    },
    ask: (signal: AbortSignal) => {
      signals.push(signal);
      return promise;
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a load", () => {
  test("hands on what it was answered", async () => {
    const { ask, answer } = request();
    const used: string[] = [];
    const load = createLoad(() => {});
    load.run(ask, (value) => used.push(value));
    expect(load.state()).toBe("loading");
    await answer({ ok: true, value: "page" });
    expect(used).toEqual(["page"]);
    expect(load.state()).toBe("idle");
  });

  test("asks for one thing at a time", () => {
    const first = request();
    const second = request();
    const load = createLoad(() => {});
    load.run(first.ask, () => {});
    load.run(second.ask, () => {});
    expect(second.signals).toEqual([]);
  });

  test("that was aborted uses no answer, and may be run again", async () => {
    const { ask, answer, signals } = request();
    const used: string[] = [];
    const load = createLoad(() => {});
    load.run(ask, (value) => used.push(value));
    load.abort();
    expect(signals[0]?.aborted).toBe(true);
    expect(load.state()).toBe("idle");
    await answer({ ok: true, value: "late" });
    expect(used).toEqual([]);
  });
});

describe("a load that failed", () => {
  test("is tried again after times that double up to half a minute", async () => {
    let tries = 0;
    const load = createLoad(() => {
      tries++;
      load.run(
        () => Promise.resolve(failed),
        () => {},
      );
    });
    load.retry();
    for (const wait of [1, 2, 4, 8, 16, 30, 30]) {
      await vi.advanceTimersByTimeAsync(0);
      expect(failureOf(load.state())).toEqual(unreachable);
      const before = tries;
      await vi.advanceTimersByTimeAsync(wait * 1000 - 1);
      expect(tries).toBe(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(tries).toBe(before + 1);
    }
  });

  test("is tried again at once when the reader asks", async () => {
    let tries = 0;
    const load = createLoad(() => tries++, unreachable);
    load.retry();
    expect(tries).toBe(1);
    expect(load.state()).toBe("idle");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tries).toBe(1);
  });

  test.each(["invalid-parameter", "sign-in-required"])("is left at %s", async (code) => {
    let tries = 0;
    const load = createLoad(() => tries++);
    const refused = { code, title: "Not allowed", detail: "status" };
    load.run(
      () => Promise.resolve({ ok: false, failure: refused }),
      () => {},
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect(failureOf(load.state())).toEqual(refused);
    expect(tries).toBe(0);
  });
});
