import "server-only";
import { Readable } from "node:stream";
import * as v from "valibot";
import type { Alert } from "../../domain/alert.ts";
import { readCursor } from "../../domain/cursor.ts";
import type { Filter } from "../../domain/filter.ts";
import { ok } from "../../domain/problem.ts";
import type { Page, Place } from "../../protocol/page.ts";
import { Download } from "../http/download.ts";
import type { Route } from "../http/route.ts";
import { valueOf } from "../store/refusal.ts";
import type { Store } from "../store/store.ts";
import { CSV_HEADER, csvLine } from "./alert-csv.ts";
import { askedFilter } from "./asked-filter.ts";

interface Parts {
  readonly store: Store;
  /** In ms since 1970. */
  readonly now: () => number;
}

/** How alerts are written to a file. */
interface Format {
  readonly extension: string;
  readonly mediaType: string;
  readonly summary: string;
  readonly header: string;
  readonly line: (alert: Alert) => string;
}

const FORMATS: readonly Format[] = [
  {
    extension: "csv",
    mediaType: "text/csv; charset=utf-8; header=present",
    summary: "The alerts of a filter as they are now, newest first, as a table (RFC 4180)",
    header: CSV_HEADER,
    line: csvLine,
  },
  {
    extension: "ndjson",
    mediaType: "application/x-ndjson",
    summary: "The alerts of a filter as they are now, newest first, as JSON, one a line",
    header: "",
    line: (alert) => `${JSON.stringify(alert)}\n`,
  },
];

/** Alerts that are read in one go: some megabytes at most are in memory, and others read in between. */
const PAGE = 500;

/** What a view shows, as a file. */
export function viewExportRoutes({ store, now }: Parts): Route[] {
  return FORMATS.map(({ extension, mediaType, summary, header, line }) => ({
    method: "GET",
    path: `/api/alerts.${extension}`,
    summary,
    need: "read",
    takesFilter: true,
    answer: v.null(),
    downloads: mediaType,
    handle({ params, principal, signal }) {
      const filter = askedFilter(params, principal);
      if (!filter.ok) return filter;
      return ok(
        new Download({
          mediaType,
          name: `tocsin-alerts-${new Date(now()).toISOString().replaceAll(/[:.]/gu, "-")}.${extension}`,
          whole: null,
          async open() {
            // Before anything is sent, for it may be refused.
            const first = valueOf(await readPage(store, filter.value, { type: "head" }, signal));
            const pages = pagesFrom(store, filter.value, first, signal);
            return Readable.from(textOf(pages, header, line), { objectMode: false });
          },
        }),
      );
    },
  }));
}

/** One text for each page; the next is read when the last has been sent. */
async function* textOf(
  pages: AsyncIterable<Page>,
  header: string,
  line: (alert: Alert) => string,
): AsyncGenerator<string> {
  if (header !== "") yield header;
  for await (const { alerts } of pages) {
    // An empty text would be the end of it.
    if (alerts.length > 0) yield alerts.map(line).join("");
  }
}

/** Page after page, to the oldest; what arrives meanwhile is not among them. What cannot be read ends the file short. */
async function* pagesFrom(
  store: Store,
  filter: Filter,
  first: Page,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const { epoch } = first.head;
  for (let page = first; ;) {
    yield page;
    if (page.older === null) return;
    // In another database, the same number is another alert.
    const id = valueOf(readCursor(epoch, "older", page.older));
    page = valueOf(await readPage(store, filter, { type: "before", id }, signal));
  }
}

function readPage(store: Store, filter: Filter, place: Place, signal: AbortSignal) {
  return store.page(filter, place, PAGE, signal);
}
