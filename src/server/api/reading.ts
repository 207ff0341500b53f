import "server-only";
import { ok } from "../../domain/problem.ts";
import { answerOf } from "../../protocol/answer.ts";
import { HISTORY_SIZE } from "../../protocol/history.ts";
import type { Reading } from "../site/reading.ts";
import { asResult } from "../store/refusal.ts";
import type { Store } from "../store/store.ts";
import { readAlert, readPage } from "./alerts.ts";

/** What the API says, for pages that are rendered here. */
export function createReading(store: Store): Reading {
  return {
    page: async (params) => answerOf(await asResult(() => readPage(store, params))),
    async detail(id) {
      const found = await asResult(async () => {
        const history = await store.history(id, { type: "newest" }, HISTORY_SIZE);
        if (!history.ok) return history;
        // Read later, so that nothing is told that the alert does not show.
        const alert = await readAlert(store, id);
        return alert.ok ? ok({ alert: alert.value, history: history.value }) : alert;
      });
      return answerOf(found);
    },
  };
}
