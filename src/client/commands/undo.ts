import type { Alert, Time } from "../../domain/alert.ts";
import type { Actor } from "../../domain/actor.ts";
import type { HistoryEntry } from "../../protocol/history.ts";
import { type Act, inverseOf } from "../../domain/act.ts";
import { actionsFor } from "./actions.ts";

/** What an event changes of where an alert stands. What changes the same again makes it no news. */
type Aspect = "standing" | "snooze" | "trash";

const ASPECTS: ReadonlyMap<string, readonly Aspect[]> = new Map([
  ["AlertOpened", ["standing"]],
  ["AlertReopened", ["standing"]],
  ["AlertAcknowledged", ["standing"]],
  ["AlertUnacknowledged", ["standing"]],
  ["AlertResolved", ["standing", "snooze"]],
  ["AlertSnoozed", ["snooze"]],
  ["AlertWoken", ["snooze"]],
  ["AlertDeleted", ["trash"]],
  ["AlertRestored", ["trash"]],
]);

/**
 * What takes back an entry of a history, by its number: of what people have done, all that still
 * stands. The entries are the last of the alert's, oldest first.
 */
export function undoable(
  alert: Alert,
  entries: readonly HistoryEntry[],
  now: number,
): ReadonlyMap<number, Act> {
  const last = new Map<Aspect, HistoryEntry>();
  let until: Time | null = null;
  let before: Time | null = null;
  for (const entry of entries) {
    for (const aspect of ASPECTS.get(entry.type) ?? []) last.set(aspect, entry);
    if (entry.type === "AlertSnoozed") [before, until] = [until, textOf(entry, "until")];
    if (entry.type === "AlertWoken") [before, until] = [until, null];
    if (entry.type === "AlertResolved") [before, until] = [null, null];
  }
  const possible = actionsFor(alert);
  const found = new Map<number, Act>();
  for (const entry of last.values()) {
    const act = isByPerson(entry.actor) ? actThatDid(entry) : null;
    const [inverse, ...more] = act === null ? [] : inverseOf(before, act, now);
    const isWhole = inverse !== undefined && more.length === 0;
    if (isWhole && possible.includes(inverse.action)) found.set(entry.seq, inverse);
  }
  return found;
}

function isByPerson(actor: string): boolean {
  return actor === ("operator" satisfies Actor) || /^(?:user|key):/u.test(actor);
}

function actThatDid(entry: HistoryEntry): Act | null {
  switch (entry.type) {
    case "AlertAcknowledged":
      return { action: "acknowledge" };
    case "AlertUnacknowledged":
      return { action: "unacknowledge" };
    case "AlertResolved":
      return { action: "resolve" };
    case "AlertReopened":
      return { action: "reopen" };
    case "AlertSnoozed":
      return { action: "snooze", until: textOf(entry, "until") ?? "" };
    case "AlertWoken":
      return { action: "wake" };
    case "AlertDeleted":
      return { action: "delete" };
    case "AlertRestored":
      return { action: "restore" };
    default:
      return null;
  }
}

function textOf({ data }: HistoryEntry, field: string): string | null {
  const value = new Map(Object.entries(data)).get(field);
  return typeof value === "string" ? value : null;
}
