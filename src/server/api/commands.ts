import "server-only";
import * as v from "valibot";
import { type Alert, alertSchema } from "../../domain/alert.ts";
import type { OperatorCommand } from "../../domain/command.ts";
import type { Principal } from "../../domain/principal.ts";
import { ok, type Result } from "../../domain/problem.ts";
import { readInput } from "../../protocol/input.ts";
import type { Route } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import { type Action, commandOf, execute, noteText, readAct, untilTime } from "./act.ts";

/** What an operator does to one alert; `now` is in ms since 1970. */
export function commandRoutes(store: Store, now: () => number): Route[] {
  return [
    actionRoute(store, "acknowledge", "Take an alert on"),
    actionRoute(store, "unacknowledge", "Give an alert back"),
    actionRoute(store, "resolve", "Close an episode"),
    actionRoute(store, "reopen", "Take back that an episode is closed"),
    {
      method: "POST",
      path: "/api/alerts/:id/snooze",
      summary: "Put an alert off until a time; it wakes by itself, earlier where it gets worse",
      need: "operate",
      body: snoozeSchema,
      answer: alertSchema,
      handle: async ({ id, body, principal }) => {
        const input = readInput(snoozeSchema, body);
        if (!input.ok) return input;
        const act = readAct({ action: "snooze", ...input.value }, now());
        return act.ok ? operate(store, commandOf(act.value, id), principal) : act;
      },
    },
    actionRoute(store, "wake", "End the snooze of an alert"),
    actionRoute(store, "restore", "Take an alert out of the trash"),
    {
      method: "POST",
      path: "/api/alerts/:id/notes",
      summary: "Write a note on an alert",
      need: "operate",
      body: textSchema,
      answer: alertSchema,
      handle: async ({ id, body, principal }) => {
        const input = readInput(textSchema, body);
        if (!input.ok) return input;
        return operate(store, { type: "Note", id, note: input.value.text }, principal);
      },
    },
    {
      method: "DELETE",
      path: "/api/alerts/:id",
      summary: "Put an alert into the trash",
      need: "operate",
      answer: alertSchema,
      handle: ({ id, principal }) => operate(store, commandOf({ action: "delete" }, id), principal),
    },
  ];
}

function actionRoute(
  store: Store,
  action: Exclude<Action, "snooze" | "delete">,
  summary: string,
): Route {
  return {
    method: "POST",
    path: `/api/alerts/:id/${action}`,
    summary,
    need: "operate",
    body: noteSchema,
    bodyIsOptional: true,
    answer: alertSchema,
    handle: async ({ id, body, principal }) => {
      const input = readInput(noteSchema, body === undefined ? {} : body);
      if (!input.ok) return input;
      return operate(store, commandOf({ action, note: input.value.note }, id), principal);
    },
  };
}

const noteSchema = v.object({ note: v.optional(noteText) });
const snoozeSchema = v.object({ until: untilTime, note: v.optional(noteText) });
const textSchema = v.object({ text: noteText });

/** Does it and answers with the alert as it now is. */
async function operate(
  store: Store,
  command: OperatorCommand,
  principal: Principal,
): Promise<Result<Alert>> {
  const executed = await execute(store, [command], principal);
  if (!executed.ok) return executed;
  const [result] = executed.value;
  if (result?.ok === false) return result;
  if (!result?.value.alert) throw new Error("The store left a command unanswered.");
  return ok(result.value.alert);
}
