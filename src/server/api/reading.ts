import "server-only";
import { fail, ok } from "../../domain/problem.ts";
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
        const alert = readAlert(store, id);
        return alert.ok ? ok({ alert: alert.value, history: history.value }) : alert;
      });
      return answerOf(found);
    },
    session: async () => ({ principal: "anonymous", role: "operator", via: "open" }),
    waysIn: async () =>
      answerOf(ok({ password: false, oidc: null, setup: false, anonymous: true })),
    users: async () => answerOf(NO_ACCOUNTS),
    keys: async () => answerOf(NO_ACCOUNTS),
    sessions: async () => answerOf(NO_ACCOUNTS),
    audit: async () => answerOf(NO_ACCOUNTS),
  };
}

const NO_ACCOUNTS = fail("not-found", "This server has no accounts.");
