import "server-only";
import * as v from "valibot";
import { type Alert, alertSchema } from "../../domain/alert.ts";
import { readCursor } from "../../domain/cursor.ts";
import {
  type Ids,
  idsSchema,
  MAX_IDS,
  MAX_PAGE_SIZE,
  type Page,
  PAGE_SIZE,
  pageSchema,
  type Place,
} from "../../protocol/page.ts";
import type { Filter } from "../../domain/filter.ts";
import type { Principal } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { readParameters, timeParameter } from "../../protocol/parameters.ts";
import type { Route } from "../http/route.ts";
import type { JsonText } from "../store/json-text.ts";
import type { Store } from "../store/store.ts";
import { askedFilter } from "./asked-filter.ts";

/** What is read of the feed: a page of it, the ids of one, an alert. */
export function alertRoutes(store: Store): Route[] {
  return [
    {
      method: "GET",
      path: "/api/alerts",
      summary: "A page of the feed, newest first",
      need: "read",
      parameters: pageParameters,
      takesFilter: true,
      answer: pageSchema,
      handle: ({ params, principal, signal }) => readPageText(store, params, principal, signal),
    },
    {
      method: "GET",
      path: "/api/alerts/ids",
      summary: "The ids next above a cursor, newest first, at most 10,000",
      need: "read",
      parameters: idsParameters,
      takesFilter: true,
      answer: idsSchema,
      handle: ({ params, principal, signal }) => readIds(store, params, principal, signal),
    },
    {
      method: "GET",
      path: "/api/alerts/:id",
      summary: "One alert",
      need: "read",
      answer: alertSchema,
      handle: ({ id }) => readAlert(store, id),
    },
  ];
}

/** Where a page lies and how long it is, as its URL says it. Filters stand beside it. */
const pageParameters = v.object({
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PAGE_SIZE))),
  before: v.optional(v.string()),
  after: v.optional(v.string()),
  around: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  at: v.optional(timeParameter),
});

/** The page that a query string asks for, as it is sent. */
async function readPageText(
  store: Store,
  params: URLSearchParams,
  principal: Principal,
  signal: AbortSignal,
): Promise<Result<JsonText<Page>>> {
  const asked = askedPage(store, params, principal);
  return asked.ok ? store.pageText(...asked.value, signal) : asked;
}

/** The page that a query string asks for. */
export async function readPage(
  store: Store,
  params: URLSearchParams,
  principal: Principal,
): Promise<Result<Page>> {
  const asked = askedPage(store, params, principal);
  return asked.ok ? store.page(...asked.value) : asked;
}

function askedPage(
  store: Store,
  params: URLSearchParams,
  principal: Principal,
): Result<[filter: Filter, place: Place, limit: number]> {
  const filter = askedFilter(params, principal);
  if (!filter.ok) return filter;
  const parameters = readParameters(pageParameters, params);
  if (!parameters.ok) return parameters;
  const place = placeOf(parameters.value, store.head().epoch);
  if (!place.ok) return place;
  return ok([filter.value, place.value, parameters.value.limit ?? PAGE_SIZE]);
}

function placeOf(
  { before, after, around, at }: v.InferOutput<typeof pageParameters>,
  epoch: string,
): Result<Place> {
  const given = Object.entries({ before, after, around, at }).filter(([, value]) => value != null);
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(" and ");
    return fail("invalid-parameter", `${names}: only one of them at a time`);
  }
  if (around !== undefined) return ok({ type: "around", id: around });
  if (at !== undefined) return ok({ type: "at", time: at });
  const cursor = before ?? after;
  if (cursor === undefined) return ok({ type: "head" });
  const type = before === undefined ? "after" : "before";
  const id = readCursor(epoch, type, cursor);
  return id.ok ? ok({ type, id: id.value }) : id;
}

/** After which alert ids are asked for. Filters stand beside it. */
const idsParameters = v.object({ after: v.string() });

/** The ids that a query string asks for. */
async function readIds(
  store: Store,
  params: URLSearchParams,
  principal: Principal,
  signal?: AbortSignal,
): Promise<Result<Ids>> {
  const filter = askedFilter(params, principal);
  if (!filter.ok) return filter;
  const parameters = readParameters(idsParameters, params);
  if (!parameters.ok) return parameters;
  const after = readCursor(store.head().epoch, "after", parameters.value.after);
  return after.ok ? store.ids(filter.value, after.value, MAX_IDS, signal) : after;
}

export async function readAlert(store: Store, id: number): Promise<Result<Alert>> {
  const alert = await store.alert(id);
  return alert === null ? missing(store, id) : ok(alert);
}

/** Why there is no such alert. */
export async function missing(store: Pick<Store, "wasRemoved">, id: number): Promise<Failed> {
  return (await store.wasRemoved(id))
    ? fail(
        "alert-removed",
        `Alert ${id} is gone with its notes and its history: an admin has deleted it, or it was older than alerts are kept.`,
      )
    : fail("alert-not-found", `There is no alert ${id}.`);
}

type Failed = ReturnType<typeof fail>;
