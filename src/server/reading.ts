import "server-only";
import type { Alert } from "../shared/alert.ts";
import { type Answer, answerOf } from "../shared/answer.ts";
import type { Page } from "../shared/page.ts";
import { fail, ok } from "../shared/problem.ts";
import { readPage } from "./pages.ts";
import { asResult } from "./store/refusal.ts";
import type { LogEntry } from "./store/store.ts";
import { running } from "./tocsin.ts";

/** The page for a query string, while a page of the site is rendered. */
export async function page(params: URLSearchParams): Promise<Answer<Page>> {
  return answerOf(await asResult(() => readPage(running().store, params)));
}

/** One alert and what has happened to it, oldest first. */
export async function detail(
  id: number,
): Promise<Answer<{ readonly alert: Alert; readonly history: LogEntry[] }>> {
  const { store } = running();
  const found = await asResult(() => {
    const alert = store.alert(id);
    if (alert === null) return fail("alert-not-found", `There is no alert ${id}.`);
    return ok({ alert, history: store.history(id) });
  });
  return answerOf(found);
}
