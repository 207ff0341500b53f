import type { Answer } from "../../protocol/answer.ts";
import type { Page } from "../../protocol/page.ts";
import { readAlert, readHistory, readPageAt } from "./api.ts";
import type { Detail } from "../feed/opening.ts";

/** The page for a query string, where no server has rendered it. */
export function page(params: URLSearchParams): Promise<Answer<Page>> {
  return readPageAt(params);
}

/** One alert and what has happened to it last, oldest first. */
export async function detail(id: number): Promise<Answer<Detail>> {
  const [alert, history] = await Promise.all([readAlert(id), readHistory(id, {})]);
  if (!alert.ok) return alert;
  return history.ok ? { ok: true, value: { alert: alert.value, history: history.value } } : history;
}
