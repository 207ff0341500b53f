import "server-only";
import * as v from "valibot";
import type { Time } from "../../domain/alert.ts";
import type { OperatorCommand } from "../../domain/command.ts";
import { actorOf, type Principal } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { wellFormed } from "../../domain/well-formed.ts";
import { timeParameter } from "../../protocol/parameters.ts";
import type { Done, Store } from "../store/store.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";

/** What an operator does to alerts, by its name in an address. */
export const ACTIONS = [
  "acknowledge",
  "unacknowledge",
  "resolve",
  "reopen",
  "snooze",
  "wake",
  "delete",
  "restore",
] as const;
export type Action = (typeof ACTIONS)[number];

/** An action with all that it takes. */
export type Act =
  | { readonly action: Exclude<Action, "snooze">; readonly note?: string | undefined }
  | { readonly action: "snooze"; readonly until: Time; readonly note?: string | undefined }
  /** Nothing but the note. */
  | { readonly action: "note"; readonly note: string };

const MAX_NOTE = 10_000;

export const noteText = v.pipe(
  v.string(),
  v.transform(wellFormed),
  v.trim(),
  v.nonEmpty("must not be empty"),
  v.maxLength(MAX_NOTE, `must have at most ${MAX_NOTE} characters`),
);

/** Until when an alert is snoozed. */
export const untilTime = timeParameter;

/** An act as it was asked for, with what it must have; a snooze until a time that is later than now (ms since 1970). */
export function readAct(
  {
    action,
    until,
    note,
  }: {
    readonly action: Act["action"];
    readonly until?: Time | undefined;
    readonly note?: string | undefined;
  },
  now: number,
): Result<Act> {
  if (action === "note") {
    return note === undefined ? fail("invalid-body", "note: must be there") : ok({ action, note });
  }
  if (action !== "snooze") return ok({ action, note });
  if (until === undefined) return fail("invalid-body", "until: must be there");
  if (Date.parse(until) <= now) return fail("invalid-body", "until: must be later than now");
  return ok({ action, until, note });
}

/** The command for what an operator does to one alert. */
export function commandOf(act: Act, id: number): OperatorCommand {
  if (act.action === "note") return { type: "Note", id, note: act.note };
  const noted = { id, ...(act.note === undefined ? {} : { note: act.note }) };
  return act.action === "snooze"
    ? { type: "Snooze", until: act.until, ...noted }
    : { type: COMMAND_OF[act.action], ...noted };
}

const COMMAND_OF = {
  acknowledge: "Acknowledge",
  unacknowledge: "Unacknowledge",
  resolve: "Resolve",
  reopen: "Reopen",
  wake: "Wake",
  delete: "Delete",
  restore: "Restore",
} as const satisfies Record<Exclude<Action, "snooze">, OperatorCommand["type"]>;

/** Does what an operator commands in one transaction, and tells telemetry of each. */
export async function execute(
  store: Store,
  commands: readonly OperatorCommand[],
  principal: Principal,
): Promise<Result<Result<Done>[]>> {
  const executed = await store.execute(commands, actorOf(principal));
  if (!executed.ok) return executed;
  for (const [index, { type: action }] of commands.entries()) {
    const isDone = executed.value[index]?.ok === true;
    publishFact(CHANNELS.action, { action, outcome: isDone ? "done" : "rejected" });
  }
  return executed;
}
