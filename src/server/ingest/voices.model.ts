import type { Seconds, Told } from "./alertmanager.model.ts";

/** What an instance said last of a trouble, and when that runs out. */
interface Word {
  readonly status: Told["status"];
  readonly until: Seconds;
}

/** What several instances that know nothing of each other have said last. */
export class Voices {
  readonly #words = new Map<number, Map<string, Word>>();

  hear(instance: string, { trouble, status }: Told, until: Seconds = Infinity): void {
    const words = this.#words.get(trouble) ?? new Map<string, Word>();
    this.#words.set(trouble, words.set(instance, { status, until }));
  }

  /** What all that spoke of a trouble say of it now; null where they differ. */
  agreement(trouble: number, now: Seconds): Told["status"] | null {
    const words = [...(this.#words.get(trouble)?.values() ?? [])];
    const said = new Set(
      words.map(({ status, until }) => (until <= now ? ("resolved" as const) : status)),
    );
    const [one = null, other] = said;
    return other === undefined ? one : null;
  }
}
