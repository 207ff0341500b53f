import * as v from "valibot";
import {
  filterParams,
  filterSchema,
  type WrittenFilter,
  writtenFilterOf,
} from "../../domain/filter.ts";
import { at, within } from "../../protocol/base-path.ts";
import type { Where } from "../../protocol/page.ts";
import { narrowed, readQuery } from "./query.ts";

/** What the address of the page says: which alerts, where among them, and which one is open. */
export interface Address {
  readonly filter: WrittenFilter;
  readonly where: Where;
  /** The alert whose detail is open. */
  readonly alertId: number | null;
}

const ID = String.raw`[1-9]\d{0,14}`;
/** What stands for an alert, or a webhook, in the path of a page. */
export const PATH_ID = new RegExp(`^${ID}$`, "u");
const ALERT_PATH = new RegExp(`^/alerts/(${ID})$`, "u");

export function readAddress(pathname: string, search: string): Address {
  const params = paramsOf(search);
  const filter = writtenFilterOf(params);
  const id = ALERT_PATH.exec(within(pathname))?.[1];
  return {
    filter: filter.ok ? filter.value : {},
    where: id === undefined ? whereOf(params) : { around: id },
    alertId: id === undefined ? null : Number(id),
  };
}

/** The search field's own parameter: without script its text comes as it was typed. */
export const TYPED = "search";

const WHERE = ["at", "around", "before", "after"] as const;

function paramsOf(search: string): URLSearchParams {
  const params = new URLSearchParams(search);
  const typed = params.get(TYPED);
  if (typed === null) return params;
  params.delete(TYPED);
  const filter = writtenFilterOf(params);
  // What is wrong is for the server to say.
  if (!filter.ok) return params;
  const asked = filterParams(narrowed(filter.value, readQuery(typed)));
  for (const name of WHERE) if (params.has(name)) asked.set(name, params.get(name) ?? "");
  return asked;
}

function whereOf(params: URLSearchParams): Where {
  for (const name of WHERE) {
    const value = params.get(name);
    if (value) return { [name]: value };
  }
  return {};
}

/** The parameters of `GET /api/alerts` that read the page at this address. */
export function pageParams(pathname: string, search: string): URLSearchParams {
  const { where } = readAddress(pathname, search);
  const params = paramsOf(search);
  for (const name of WHERE) params.delete(name);
  for (const [name, value] of Object.entries(where)) params.set(name, value);
  return params;
}

/** The feed for a filter, at its newest alert or elsewhere, and the feed with an alert open. */
export function feedPath(filter: WrittenFilter, where: Where = {}): string {
  return at(`/${queryOf(filter, where)}`);
}

export function alertPath(id: number, filter: WrittenFilter): string {
  return at(`/alerts/${id}${queryOf(filter)}`);
}

/** What stands behind the path, with its question mark. */
export function queryOf(filter: WrittenFilter, where: Where = {}): string {
  const params = filterParams(filter);
  for (const [name, value] of Object.entries(where)) params.set(name, value);
  const query = params.toString();
  return query === "" ? "" : `?${query}`;
}

/** With the headers beside it, an address that the server takes has 16 KiB; a message, too. */
const MAX_LENGTH = 12_288;

/** Whether the feed can be asked for this, in its address and on its socket. */
export function canAsk(filter: WrittenFilter): boolean {
  return (
    v.is(filterSchema, filter) &&
    feedPath(filter).length <= MAX_LENGTH &&
    JSON.stringify(filter).length <= MAX_LENGTH
  );
}

/** Whether two filters ask the same. */
export function sameFilter(a: WrittenFilter, b: WrittenFilter): boolean {
  return queryOf(a) === queryOf(b);
}
