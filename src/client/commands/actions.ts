import type { Alert } from "../../domain/alert.ts";
import type { Action } from "../../domain/act.ts";

/** All there are, in the order of their places, the most likely first. */
export const ACTIONS: readonly Action[] = [
  "acknowledge",
  "unacknowledge",
  "resolve",
  "reopen",
  "snooze",
  "wake",
  "restore",
  "delete",
];

/** Why a viewer's key does nothing; whoever has no name may have one that is an operator's. */
export function refusalWords(name: string, isNamed: boolean): string {
  const remedy = isNamed ? "You are a viewer: ask an admin." : "Sign in to do so.";
  const deed = isAction(name) ? `${name} alerts` : name === "note" ? "write notes" : "do that";
  return `Only operators may ${deed}. ${remedy}`;
}

export function isAction(name: string): name is Action {
  return (ACTIONS as readonly string[]).includes(name);
}

type Standing = Pick<Alert, "status" | "snoozedUntil" | "deletedAt">;

/** What may be done to an alert. Snoozed again, it wakes at another time. */
export function actionsFor({ status, snoozedUntil, deletedAt }: Standing): Action[] {
  if (deletedAt !== null) return ["restore"];
  const rest: Action[] = ["resolve", "snooze", ...(snoozedUntil === null ? [] : WAKE), "delete"];
  switch (status) {
    case "firing":
      return ["acknowledge", ...rest];
    case "acknowledged":
      return ["unacknowledge", ...rest];
    case "resolved":
      return ["reopen", "delete"];
    default:
      return status satisfies never;
  }
}

const WAKE: readonly Action[] = ["wake"];
