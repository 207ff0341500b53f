import "server-only";
import type { Alert } from "../../domain/alert.ts";
import { type Answer, answerOf } from "../../protocol/answer.ts";
import type { Page } from "../../protocol/page.ts";
import { HISTORY_SIZE, type History } from "../../protocol/history.ts";
import { fail, ok } from "../../domain/problem.ts";
import { readPage } from "../api/pages.ts";
import { asResult } from "../store/sqlite/file/refusal.ts";
import { running } from "../process/tocsin.ts";

/** The page for a query string, while a page of the site is rendered. */
export async function page(params: URLSearchParams): Promise<Answer<Page>> {
  return answerOf(await asResult(() => readPage(running().store, params)));
}

/** One alert and what has happened to it last, oldest first. */
export async function detail(
  id: number,
): Promise<Answer<{ readonly alert: Alert; readonly history: History }>> {
  const { store } = running();
  const found = await asResult(async () => {
    const history = await store.history(id, { type: "newest" }, HISTORY_SIZE);
    if (!history.ok) return history;
    // Read later, so that nothing is told that the alert does not show.
    const alert = store.alert(id);
    return alert === null
      ? fail("alert-not-found", `There is no alert ${id}.`)
      : ok({ alert, history: history.value });
  });
  return answerOf(found);
}
