import "server-only";
import * as v from "valibot";
import { alertSchema } from "../../domain/alert.ts";
import { historySchema } from "../../protocol/history.ts";
import { idsSchema, pageSchema } from "../../protocol/page.ts";
import { fail, ok } from "../../domain/problem.ts";
import { timelineSchema } from "../../protocol/timeline.ts";
import {
  type Action,
  bulkResultsSchema,
  bulkSchema,
  commandOf,
  noteSchema,
  operate,
  operateInBulk,
  textSchema,
} from "./operate.ts";
import { historyParameters, readHistory } from "./history.ts";
import { idsParameters, pageParameters, readIds, readPage } from "./pages.ts";
import { readTimeline, timelineParameters } from "./timeline.ts";
import { DOORS } from "./doors.ts";
import { likeAlertmanager, statusSchema } from "./like-alertmanager.ts";
import { openApiOf } from "./openapi.ts";
import { readInput } from "../http/input.ts";
import type { Route } from "../http/route.ts";

function actionRoute(action: Exclude<Action, "delete">, summary: string): Route {
  return {
    method: "POST",
    path: `/api/alerts/:id/${action}`,
    summary,
    body: noteSchema,
    bodyIsOptional: true,
    answer: alertSchema,
    handle: async ({ store }, { id, body }) => {
      const input = readInput(noteSchema, body === undefined ? {} : body);
      return input.ok ? operate(store, commandOf(action, id, input.value.note)) : input;
    },
  };
}

/** Made when it is first asked for, which takes some milliseconds, and never again. */
function description(): object {
  described ??= openApiOf(ROUTES);
  return described;
}
let described: object | null = null;

/** Every operation of the API, in the order in which its description lists them. */
export const ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/api/alerts",
    summary: "A page of the feed, newest first",
    parameters: pageParameters,
    takesFilter: true,
    answer: pageSchema,
    handle: ({ store }, { params, signal }) => readPage(store, params, signal),
  },
  {
    method: "GET",
    path: "/api/alerts/ids",
    summary: "The ids next above a cursor, newest first, at most 10,000",
    parameters: idsParameters,
    takesFilter: true,
    answer: idsSchema,
    handle: ({ store }, { params, signal }) => readIds(store, params, signal),
  },
  {
    method: "GET",
    path: "/api/alerts/:id",
    summary: "One alert",
    answer: alertSchema,
    handle: ({ store }, { id }) => {
      const alert = store.alert(id);
      return alert === null ? fail("alert-not-found", `There is no alert ${id}.`) : ok(alert);
    },
  },
  {
    method: "GET",
    path: "/api/alerts/:id/events",
    summary: "What has happened to an alert, oldest first; without a cursor, what happened last",
    parameters: historyParameters,
    answer: historySchema,
    handle: ({ store }, { id, params, signal }) => readHistory(store, id, params, signal),
  },
  actionRoute("acknowledge", "Take an alert on"),
  actionRoute("unacknowledge", "Give an alert back"),
  actionRoute("resolve", "Close an episode"),
  actionRoute("restore", "Take an alert out of the trash"),
  {
    method: "POST",
    path: "/api/alerts/:id/notes",
    summary: "Write a note on an alert",
    body: textSchema,
    answer: alertSchema,
    handle: async ({ store }, { id, body }) => {
      const input = readInput(textSchema, body);
      return input.ok ? operate(store, { type: "Note", id, note: input.value.text }) : input;
    },
  },
  {
    method: "DELETE",
    path: "/api/alerts/:id",
    summary: "Put an alert into the trash",
    answer: alertSchema,
    handle: ({ store }, { id }) => operate(store, commandOf("delete", id)),
  },
  {
    method: "POST",
    path: "/api/alerts/bulk",
    summary: "Do the same to many alerts",
    body: bulkSchema,
    answer: bulkResultsSchema,
    handle: async ({ store }, { body }) => {
      const input = readInput(bulkSchema, body);
      return input.ok ? operateInBulk(store, input.value) : input;
    },
  },
  ...DOORS,
  {
    method: "GET",
    path: "/api/v2/status",
    summary: "What those who push to an Alertmanager ask of it",
    anyHost: true,
    answer: statusSchema,
    handle: () => ok(likeAlertmanager(new Date())),
  },
  {
    method: "GET",
    path: "/api/timeline",
    summary: "How many alerts were received when",
    parameters: timelineParameters,
    takesFilter: true,
    answer: timelineSchema,
    handle: ({ store }, { params, signal }) => readTimeline(store, params, signal),
  },
  {
    method: "GET",
    path: "/api/openapi.json",
    summary: "This description",
    answer: v.record(v.string(), v.unknown()),
    handle: () => ok(description()),
  },
];
