import type { Alert } from "../../../domain/alert.ts";
import { evolve, type RecordedEvent } from "../../../domain/event.ts";
import { learn, type Memory, NO_MEMORY } from "../../../domain/memory.ts";
import { type StoredEvent, upcast } from "./upcast.ts";

/** An event as it lies in the log, read as far as every version says it alike. */
export type LoggedEvent = StoredEvent & Pick<RecordedEvent, "seq" | "alertId" | "recordedAt">;

/** What is wrong with the log itself, and in which event. */
export class LogFault extends Error {
  override name = "LogFault";
  readonly seq: number;
  readonly reason: string;

  constructor(seq: number, reason: string) {
    super(`Event ${seq} of the log: ${reason}.`);
    this.seq = seq;
    this.reason = reason;
  }
}

/**
 * Makes alerts of a log whose events come alert by alert: each is handed over as its last event left it, with what is
 * remembered of it. Throws a {@link LogFault}.
 */
export function createReplay(write: (alert: Alert, memory: Memory) => void) {
  let alert: Alert | null = null;
  let memory = NO_MEMORY;

  function add(stored: LoggedEvent): void {
    if (alert !== null && alert.id !== stored.alertId) end();
    const event: RecordedEvent = { ...stored, ...upcast(stored, sourceOf(alert, stored)) };
    if (alert !== null && event.type === "AlertForgotten")
      throw new LogFault(event.seq, "what its alert was before is still there");
    alert = evolve(alert, event);
    memory = learn(memory, event);
    if (alert === null && event.type !== "AlertForgotten")
      throw new LogFault(event.seq, "its alert was never opened");
  }

  /** No more comes of the one that came last. */
  function end(): void {
    if (alert !== null) write(alert, memory);
    alert = null;
  }

  return { add, end };
}

/** What opens an alert names its source. */
function sourceOf(alert: Alert | null, { data }: LoggedEvent): string {
  return alert?.source ?? ("source" in data ? String(data.source) : "");
}
