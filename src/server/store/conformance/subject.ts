import { beforeEach, onTestFinished } from "vitest";
import type { Command, Report } from "../../../domain/command.ts";
import { readCursor } from "../../../domain/cursor.ts";
import { EVERYTHING } from "../../../domain/filter.ts";
import { aReport } from "../../../domain/history.arbitrary.ts";
import type { HistoryPlace } from "../../../protocol/history.ts";
import type { Page, Place } from "../../../protocol/page.ts";
import type { Result } from "../../../domain/problem.ts";
import type { Done, Store } from "../store.ts";

export type Open = () => Promise<Store>;

/** A new store, empty, for each test, and short ways to use it. */
export function subjectOf(open: Open) {
  let current: Store | null = null;
  beforeEach(async () => {
    const opened = await open();
    onTestFinished(() => opened.close());
    current = opened;
  });

  function store(): Store {
    if (current === null) throw new Error("No test is running.");
    return current;
  }

  async function execute(...commands: Command[]): Promise<Result<Done>[]> {
    return valueOf(await store().execute(commands, null));
  }

  async function fill(alerts: number, fields: Partial<Report> = {}): Promise<void> {
    await execute(...Array.from({ length: alerts }, () => opening(fields)));
  }

  async function page(place: Place, limit: number, filter = EVERYTHING): Promise<Page> {
    return valueOf(await store().page(filter, place, limit));
  }

  async function history(id: number, place: HistoryPlace = NEWEST, limit = 100) {
    return valueOf(await store().history(id, place, limit)).events;
  }

  /** The ids of a page between the ids of its cursors: newer, page, older. */
  async function ids(place: Place, limit: number, filter = EVERYTHING): Promise<Between> {
    const { alerts, older, newer } = await page(place, limit, filter);
    const idOf = (cursor: string | null) =>
      cursor === null ? null : valueOf(readCursor(store().head().epoch, "cursor", cursor));
    return [idOf(newer), alerts.map(({ id }) => id), idOf(older)];
  }

  return { store, execute, fill, page, history, ids };
}

const NEWEST = { type: "newest" } as const;
type Between = [newer: number | null, page: number[], older: number | null];

export const HEAD = { type: "head" } as const;

/** The report that opens an alert of its own. */
export function opening(fields: Partial<Report> = {}): Command {
  return { type: "Report", report: aReport({ fingerprint: null, ...fields }) };
}

export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.problem.code}: ${result.problem.detail}`);
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
