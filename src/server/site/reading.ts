import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Alert } from "../../domain/alert.ts";
import type { Answer } from "../../protocol/answer.ts";
import type { History } from "../../protocol/history.ts";
import type { Page } from "../../protocol/page.ts";

/** What a page of the site is made of, while it is rendered here. */
export interface Reading {
  /** The page for a query string. */
  page(params: URLSearchParams): Promise<Answer<Page>>;
  /** One alert and what has happened to it last, oldest first. */
  detail(id: number): Promise<Answer<{ readonly alert: Alert; readonly history: History }>>;
}

const readings = new AsyncLocalStorage<Reading>();

/** Renders with that to read from: the framework hands its pages nothing but the request. */
export function withReading<T>(reading: Reading, render: () => T): T {
  return readings.run(reading, render);
}

function current(): Reading {
  const reading = readings.getStore();
  if (reading === undefined) throw new Error("No page is being rendered.");
  return reading;
}

export const page: Reading["page"] = (params) => current().page(params);
export const detail: Reading["detail"] = (id) => current().detail(id);
