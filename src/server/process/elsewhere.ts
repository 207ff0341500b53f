import "server-only";
import type { AuditEntry } from "../../protocol/people.ts";
import type { People } from "../store/people.ts";
import { Refusal } from "../store/refusal.ts";
import type { Log } from "../telemetry/log.ts";

/** How often (ms) it is looked what other nodes have changed. */
const LOOK_EVERY = 1_000;
/** Entries that are read in one go. */
const PART = 100;

/** Who is told what was changed, by its number. */
export interface Told {
  readonly webhook: (id: number) => Promise<void>;
  readonly monitor: (id: number) => Promise<void>;
  /** Somebody wants it to end. */
  readonly operation: (id: number) => void;
}

export interface ElsewhereParts {
  readonly people: Pick<People, "audit">;
  readonly told: Told;
  readonly log: Pick<Log, "error">;
  readonly lookEvery?: number;
}

/**
 * Hears what is changed on other nodes of webhooks, monitors and operations: the audit tells of each change, wherever it
 * was made, and what this node has changed itself it hears again. Begins with what is changed from now on.
 */
export async function hearElsewhere({
  people,
  told,
  log,
  lookEvery = LOOK_EVERY,
}: ElsewhereParts): Promise<{ stop(): Promise<void> }> {
  let seen = (await people.audit(null, 1))[0]?.id ?? 0;
  let looking: Promise<void> | null = null;
  const timer = setInterval(() => {
    looking ??= look()
      .catch(faulty)
      .finally(() => (looking = null));
  }, lookEvery).unref();

  async function look(): Promise<void> {
    const entries = await newEntries();
    // Only what was told is seen: where that fails, all of it is told once more.
    for (const id of numbersOf(entries, "webhook")) await told.webhook(id);
    for (const id of numbersOf(entries, "monitor")) await told.monitor(id);
    const cancelled = entries.filter(({ type }) => type === "operation-cancelled");
    for (const id of numbersOf(cancelled, "operation")) told.operation(id);
    seen = entries[0]?.id ?? seen;
  }

  /** Newest first. */
  async function newEntries(): Promise<readonly AuditEntry[]> {
    const entries: AuditEntry[] = [];
    for (;;) {
      const part = await people.audit(entries.at(-1)?.id ?? null, PART);
      const later = part.filter(({ id }) => id > seen);
      entries.push(...later);
      if (later.length < PART) return entries;
    }
  }

  /** What cannot be read now is heard of by a later look, and whoever reads it says why. */
  function faulty(error: unknown): void {
    if (!(error instanceof Refusal))
      log.error({ err: error }, "changes elsewhere are not heard of");
  }

  async function stop(): Promise<void> {
    clearInterval(timer);
    await looking;
  }

  return { stop };
}

/** What the entries are about, each once. */
function numbersOf(entries: readonly AuditEntry[], kind: keyof Told): ReadonlySet<number> {
  const numbers = entries.map(({ detail }) => detail[kind]);
  return new Set(numbers.filter((id) => typeof id === "number"));
}
