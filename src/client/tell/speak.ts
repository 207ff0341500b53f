import { at } from "../../protocol/base-path.ts";
import type { Notice } from "./tell-words.ts";

/** Why notifications cannot be shown, in words for whoever wants them; empty where they can. */
export async function askToNotify(): Promise<string> {
  if (!isSecureContext) return "Browsers show notifications only of pages that came by https.";
  if (!("Notification" in globalThis)) return "This browser shows no notifications.";
  const permission = await Notification.requestPermission();
  if (permission === "granted") return "";
  return permission === "denied"
    ? "This browser does not let Tocsin show notifications: its settings for this site say so."
    : "Nothing was allowed yet.";
}

/** Shows it, if it may; pressing it leads back to the page. Whether it was shown. */
export function notify(notice: Notice, onPress: (path: string) => void): boolean {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return false;
  const { title, body, tag, path } = notice;
  // Else one that takes the place of another comes without a sign, and nobody looks.
  const options = { body, tag, renotify: true, icon: at("/icon-192.png") };
  try {
    const shown = new Notification(title, options);
    shown.onclick = () => {
      focus();
      shown.close();
      onPress(path);
    };
    return true;
  } catch {
    // Some browsers of phones show only those of service workers.
    return false;
  }
}

/** Pitches (Hz) of a sound, one after the other. */
const TONES = [660, 880];
/** How long each lasts, and how loud it is at most (s, 1). */
const LENGTH = 0.16;
const VOLUME = 0.18;
/** What could not be heard for so long (ms) is not news any more. */
const LATE = 1000;

let audio: AudioContext | undefined;

/**
 * A browser plays nothing before the reader has done something on the page, and then at once all that
 * has waited for it.
 */
export async function playSound(): Promise<void> {
  audio ??= new AudioContext();
  const context = audio;
  const wanted = performance.now();
  await context.resume();
  if (performance.now() - wanted > LATE) return;
  TONES.forEach((frequency, index) => {
    const begin = context.currentTime + index * LENGTH;
    const tone = new OscillatorNode(context, { frequency });
    const loudness = new GainNode(context, { gain: 0 });
    // It swells and fades: a tone that is cut off clicks.
    loudness.gain.setValueAtTime(0, begin);
    loudness.gain.linearRampToValueAtTime(VOLUME, begin + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + 2 * LENGTH);
    tone.connect(loudness).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + 2 * LENGTH);
  });
}
