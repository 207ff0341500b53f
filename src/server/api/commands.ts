import "server-only";
import * as v from "valibot";
import { type Alert, alertSchema } from "../../domain/alert.ts";
import type { OperatorCommand } from "../../domain/command.ts";
import { actorOf, type Principal } from "../../domain/principal.ts";
import { ok, type Result } from "../../domain/problem.ts";
import { wellFormed } from "../../domain/well-formed.ts";
import { readInput } from "../../protocol/input.ts";
import type { Route } from "../http/route.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import type { Done, Store } from "../store/store.ts";

/** What an operator does to an alert, or to many. */
export function commandRoutes(store: Store): Route[] {
  return [
    actionRoute(store, "acknowledge", "Take an alert on"),
    actionRoute(store, "unacknowledge", "Give an alert back"),
    actionRoute(store, "resolve", "Close an episode"),
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
      handle: ({ id, principal }) => operate(store, commandOf("delete", id), principal),
    },
    {
      method: "POST",
      path: "/api/alerts/bulk",
      summary: "Do the same to many alerts",
      need: "operate",
      body: bulkSchema,
      answer: bulkResultsSchema,
      handle: async ({ body, principal }) => {
        const input = readInput(bulkSchema, body);
        return input.ok ? operateInBulk(store, input.value, principal) : input;
      },
    },
  ];
}

function actionRoute(store: Store, action: Exclude<Action, "delete">, summary: string): Route {
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
      return operate(store, commandOf(action, id, input.value.note), principal);
    },
  };
}

const MAX_NOTE = 10_000;
const MAX_BULK = 1_000;

const noteText = v.pipe(
  v.string(),
  v.transform(wellFormed),
  v.trim(),
  v.nonEmpty("must not be empty"),
  v.maxLength(MAX_NOTE, `must have at most ${MAX_NOTE} characters`),
);

const noteSchema = v.object({ note: v.optional(noteText) });
const textSchema = v.object({ text: noteText });

const bulkSchema = v.object({
  action: v.picklist(["acknowledge", "unacknowledge", "resolve", "delete", "restore"]),
  ids: v.pipe(
    v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
    v.maxLength(MAX_BULK, `must have at most ${MAX_BULK} ids`),
  ),
  note: v.optional(noteText),
});
type Bulk = v.InferOutput<typeof bulkSchema>;
type Action = Bulk["action"];

const bulkResultsSchema = v.object({
  results: v.array(
    v.object({
      id: v.number(),
      outcome: v.picklist(["done", "rejected"]),
      code: v.optional(v.string()),
    }),
  ),
});

/** The command for what an operator does to one alert. */
function commandOf(action: Action, id: number, note?: string): OperatorCommand {
  return { type: COMMAND_OF[action], id, ...(note === undefined ? {} : { note }) };
}

const COMMAND_OF = {
  acknowledge: "Acknowledge",
  unacknowledge: "Unacknowledge",
  resolve: "Resolve",
  delete: "Delete",
  restore: "Restore",
} as const satisfies Record<Action, OperatorCommand["type"]>;

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

/** Does the same to many alerts in one transaction; one that refuses spoils no other. */
async function operateInBulk(
  store: Store,
  { action, ids, note }: Bulk,
  principal: Principal,
): Promise<Result<v.InferOutput<typeof bulkResultsSchema>>> {
  const commands = ids.map((id) => commandOf(action, id, note));
  const executed = await execute(store, commands, principal);
  if (!executed.ok) return executed;
  const results = executed.value.map((result, index) => {
    const id = ids[index] ?? 0;
    return result.ok
      ? { id, outcome: "done" as const }
      : { id, outcome: "rejected" as const, code: result.problem.code };
  });
  return ok({ results });
}

async function execute(
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
