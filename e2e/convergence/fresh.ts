import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import type { Alert } from "../../src/domain/alert.ts";
import { writeCursor } from "../../src/domain/cursor.ts";
import { filterParams } from "../../src/domain/filter.ts";
import { idsSchema, type Page } from "../../src/protocol/page.ts";
import { readPage } from "./read-page.ts";
import type { Reader } from "./reader.ts";

/**
 * What is wrong with what the reader has before them, measured by pages that are read afresh and
 * straight from the server; null where nothing is.
 */
export async function faultOf({ feed, state }: Reader, url: string): Promise<string | null> {
  if (state !== "live") return `it says that it is ${state}`;
  const ids = feed.rows.ids();
  const rows = ids.map((id) => feed.rows.row(id));
  const { waiting, older, newer } = feed.extent();
  const held = waiting.arrived + waiting.returned;
  const params = filterParams(feed.filter());
  const { head } = await read(url, params, {}, 1);
  const [newest, oldest] = [ids[0] ?? 0, ids.at(-1) ?? 0];

  const after = writeCursor(head.epoch, Math.max(oldest - 1, 0));
  const upwards = await read(url, params, { after }, Math.max(ids.length, 1));
  const fresh = ids.length === 0 ? [] : upwards.alerts;
  if (!isDeepStrictEqual(rows, fresh)) return difference(rows, fresh);

  const below = await read(url, params, { before: writeCursor(head.epoch, oldest) }, 1);
  if (older !== below.alerts.length > 0) return `it says that there are older ones: ${older}`;

  const above = await countAbove(url, params, writeCursor(head.epoch, newest));
  const isCounted = newer ? held <= above : held === above;
  return isCounted ? null : `it counts ${held} alerts above of ${above}`;
}

function difference(rows: readonly (Alert | undefined)[], fresh: readonly Alert[]): string {
  const [is, should] = [rows, fresh].map((list) => new Map(list.map((row) => [row?.id, row])));
  const wrong = [...new Set([...(is?.keys() ?? []), ...(should?.keys() ?? [])])].filter(
    (id) => !isDeepStrictEqual(is?.get(id), should?.get(id)),
  );
  return (
    wrong
      .map(
        (id) => `${id} is ${JSON.stringify(is?.get(id))}, not ${JSON.stringify(should?.get(id))}`,
      )
      .join("\n") || "the order of the rows is wrong"
  );
}

function read(
  url: string,
  filter: URLSearchParams,
  where: Readonly<Record<string, string>>,
  limit: number,
): Promise<Page> {
  const params = new URLSearchParams([...filter, ...Object.entries(where)]);
  params.set("limit", String(limit));
  return readPage(`${url}/api/alerts?${params}`);
}

async function countAbove(url: string, filter: URLSearchParams, after: string): Promise<number> {
  const params = new URLSearchParams([...filter, ["after", after]]);
  const answer = await fetch(`${url}/api/alerts/ids?${params}`);
  return v.parse(idsSchema, await answer.json()).ids.length;
}
