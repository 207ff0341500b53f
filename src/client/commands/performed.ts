import type { Actor } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import type { Act } from "../../domain/act.ts";
import { actionsFor } from "./actions.ts";

/** Somebody who does something at that time. */
export interface Doing {
  readonly actor: Actor;
  readonly now: string;
}

/** The alert once the server has done that for them; itself, where it cannot be done to it. */
export function performed(alert: Alert, act: Act, doing: Doing): Alert {
  return actionsFor(alert).includes(act.action)
    ? { ...alert, ...expectedOf(alert, act, doing) }
    : alert;
}

/** What of the alert will be otherwise then. */
function expectedOf(alert: Alert, act: Act, { actor, now }: Doing): Partial<Alert> {
  switch (act.action) {
    case "acknowledge":
      return { status: "acknowledged", acknowledgedAt: now, acknowledgedBy: actor };
    case "unacknowledge":
      return { status: "firing", acknowledgedAt: null, acknowledgedBy: null };
    case "resolve":
      return { status: "resolved", resolvedAt: now, resolvedBy: actor, snoozedUntil: null };
    case "reopen": {
      const status = alert.acknowledgedAt === null ? "firing" : "acknowledged";
      return { status, resolvedAt: null, resolvedBy: null };
    }
    case "snooze":
      return { snoozedUntil: act.until };
    case "wake":
      return { snoozedUntil: null };
    case "delete":
      return { deletedAt: now };
    case "restore":
      return { deletedAt: null };
    default:
      return act satisfies never;
  }
}
