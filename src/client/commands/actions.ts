import type { Actor } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import type { Action } from "../api/api.ts";

/** All there are, in the order of their places, the most likely first. */
export const ACTIONS: readonly Action[] = [
  "acknowledge",
  "unacknowledge",
  "resolve",
  "restore",
  "delete",
];

/** Why a viewer's key does nothing; whoever has no name may have one that is an operator's. */
export function refusalWords(action: Action, isNamed: boolean): string {
  const remedy = isNamed ? "You are a viewer: ask an admin." : "Sign in to do so.";
  return `Only operators may ${action} alerts. ${remedy}`;
}

export function isAction(name: string): name is Action {
  return (ACTIONS as readonly string[]).includes(name);
}

/** What may be done to an alert. */
export function actionsFor({ status, deletedAt }: Pick<Alert, "status" | "deletedAt">): Action[] {
  if (deletedAt !== null) return ["restore"];
  switch (status) {
    case "firing":
      return ["acknowledge", "resolve", "delete"];
    case "acknowledged":
      return ["unacknowledge", "resolve", "delete"];
    case "resolved":
      return ["delete"];
    default:
      return status satisfies never;
  }
}

/** Somebody who does something at that time. */
export interface Doing {
  readonly actor: Actor;
  readonly now: string;
}

/** The alert once the server has done that for them; itself, where it cannot be done to it. */
export function performed(alert: Alert, action: Action, doing: Doing): Alert {
  return actionsFor(alert).includes(action) ? { ...alert, ...expectedOf(action, doing) } : alert;
}

/** What of the alert will be otherwise then. */
function expectedOf(action: Action, { actor, now }: Doing): Partial<Alert> {
  switch (action) {
    case "acknowledge":
      return { status: "acknowledged", acknowledgedAt: now, acknowledgedBy: actor };
    case "unacknowledge":
      return { status: "firing", acknowledgedAt: null, acknowledgedBy: null };
    case "resolve":
      return { status: "resolved", resolvedAt: now, resolvedBy: actor };
    case "delete":
      return { deletedAt: now };
    case "restore":
      return { deletedAt: null };
    default:
      return action satisfies never;
  }
}
