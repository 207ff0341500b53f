import type { Time } from "./alert.ts";

/** What is done to an alert, with all that it takes. */
export type Act =
  | {
      readonly action:
        | "acknowledge"
        | "unacknowledge"
        | "resolve"
        | "reopen"
        | "wake"
        | "delete"
        | "restore";
    }
  | { readonly action: "snooze"; readonly until: Time };

export type Action = Act["action"];

/**
 * What takes an act back that was done to an alert that was snoozed until `snoozedUntil`, in order;
 * nothing where it cannot be any more. What ended a snooze begins it anew, if there is any of it left.
 */
export function inverseOf(snoozedUntil: Time | null, act: Act, now: number): readonly Act[] {
  const again = snoozeAgain(snoozedUntil, now);
  switch (act.action) {
    case "acknowledge":
      return [{ action: "unacknowledge" }];
    case "unacknowledge":
      return [{ action: "acknowledge" }];
    case "resolve":
      return [{ action: "reopen" }, ...again];
    case "reopen":
      return [{ action: "resolve" }];
    case "snooze":
      return again.length > 0 ? again : [{ action: "wake" }];
    case "wake":
      return again;
    case "delete":
      return [{ action: "restore" }];
    case "restore":
      return [{ action: "delete" }];
    default:
      return act satisfies never;
  }
}

function snoozeAgain(until: Time | null, now: number): readonly Act[] {
  return until !== null && Date.parse(until) > now ? [{ action: "snooze", until }] : [];
}
