import type { Seconds, Told } from "./alertmanager.model.ts";

/** An episode as one instance told of it: what it claimed, and when that was heard. */
interface Span {
  readonly claimed: { from: Seconds; to: Seconds };
  readonly heard: { from: Seconds; to: Seconds };
}

/** What one instance said of one trouble, the last at the end. */
interface Voice {
  readonly spans: Span[];
  isFiring: boolean;
  /** When what it said last runs out. */
  until: Seconds;
}

/** What several instances that know nothing of each other have said. */
export class Voices {
  readonly #voices = new Map<number, Map<string, Voice>>();

  /** `until` is when a firing alert runs out that is not told of again. */
  hear(instance: string, now: Seconds, told: Told, until: Seconds = Infinity): void {
    const ofTrouble = this.#voices.get(told.trouble) ?? new Map<string, Voice>();
    this.#voices.set(told.trouble, ofTrouble);
    const voice = ofTrouble.get(instance) ?? { spans: [], isFiring: false, until };
    ofTrouble.set(instance, voice);
    this.#runOut(voice, now);
    const isFiring = told.status === "firing";
    const end = isFiring ? Infinity : Math.min(told.endsAt, now);
    const heardTo = isFiring ? Infinity : now;
    const span = voice.isFiring ? voice.spans.at(-1) : undefined;
    if (span === undefined) {
      voice.spans.push({
        claimed: { from: told.startsAt, to: end },
        heard: { from: now, to: heardTo },
      });
    } else {
      span.claimed.from = Math.min(span.claimed.from, told.startsAt);
      span.claimed.to = end;
      span.heard.to = heardTo;
    }
    voice.isFiring = isFiring;
    voice.until = until;
  }

  /** What all that spoke of a trouble say of it now; null where they differ. */
  agreement(trouble: number, now: Seconds): "firing" | "resolved" | null {
    const voices = [...(this.#voices.get(trouble)?.values() ?? [])];
    for (const voice of voices) this.#runOut(voice, now);
    if (voices.every(({ isFiring }) => isFiring)) return voices.length > 0 ? "firing" : null;
    return voices.some(({ isFiring }) => isFiring) ? null : "resolved";
  }

  #runOut(voice: Voice, now: Seconds): void {
    const span = voice.spans.at(-1);
    if (!voice.isFiring || voice.until > now || span === undefined) return;
    voice.isFiring = false;
    span.claimed.to = voice.until;
    span.heard.to = voice.until;
  }

  /**
   * How many episodes that makes. Spans that overlap, as claimed or as heard, are of one; but one
   * instance may have told of an end that another slept through.
   */
  episodes(trouble: number): number {
    const told = [...(this.#voices.get(trouble)?.values() ?? [])].map(({ spans }) => spans);
    return Math.max(...[...told, told.flat()].map(count));
  }
}

function count(spans: readonly Span[]): number {
  const rest = [...spans];
  let episodes = 0;
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    episodes += 1;
    const episode = [next];
    for (const span of episode) {
      for (let i = rest.length - 1; i >= 0; i -= 1) {
        const other = rest[i];
        if (other !== undefined && isOfOne(span, other)) episode.push(...rest.splice(i, 1));
      }
    }
  }
  return episodes;
}

function isOfOne(one: Span, other: Span): boolean {
  return overlap(one.claimed, other.claimed) || overlap(one.heard, other.heard);
}

function overlap(one: Span["heard"], other: Span["heard"]): boolean {
  return one.from <= other.to && other.from <= one.to;
}
