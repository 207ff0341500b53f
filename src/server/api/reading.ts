import "server-only";
import { may, type Need, type Principal } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { type Answer, answerOf } from "../../protocol/answer.ts";
import { HISTORY_SIZE } from "../../protocol/history.ts";
import type { WaysIn } from "../../protocol/session.ts";
import type { Reading } from "../site/reading.ts";
import type { People } from "../store/people.ts";
import { asResult } from "../store/refusal.ts";
import type { Store } from "../store/store.ts";
import type { Webhooks } from "../store/webhooks.ts";
import { readAlert, readPage } from "./alerts.ts";
import { readAudit, sessionsFor } from "./people.ts";
import { sessionOf } from "./session.ts";
import type { TelemetryRead } from "./telemetry.ts";
import { readWebhooks } from "./webhooks.ts";

export interface ReadingParts {
  readonly store: Store;
  readonly people: People;
  readonly webhooks: Pick<Webhooks, "all">;
  readonly waysIn: () => WaysIn;
  readonly telemetry: TelemetryRead;
}

/** What the API says, for pages that are rendered here for somebody, or for nobody. */
export function createReadingFor({ store, people, webhooks, waysIn, telemetry }: ReadingParts) {
  return (principal: Principal | null): Reading => {
    /** The answer of the API to whoever may have it. */
    async function read<T>(
      need: Need,
      answer: (principal: Principal) => Promise<Result<T>>,
    ): Promise<Answer<T>> {
      if (principal === null) return answerOf(fail("sign-in-required", "Sign in."));
      if (!may(principal, need)) return answerOf(fail("not-allowed", `This needs ${need}.`));
      return answerOf(await asResult(() => answer(principal)));
    }

    return {
      page: (params) => read("read", (principal) => readPage(store, params, principal)),
      detail: (id) =>
        read("read", async () => {
          const history = await store.history(id, { type: "newest" }, HISTORY_SIZE);
          if (!history.ok) return history;
          // Read later, so that nothing is told that the alert does not show.
          const alert = await readAlert(store, id);
          return alert.ok ? ok({ alert: alert.value, history: history.value }) : alert;
        }),
      session: async () => principal && sessionOf(principal),
      waysIn: async () => answerOf(ok(waysIn())),
      users: () => read("admin", async () => ok(await people.users())),
      keys: () => read("admin", async () => ok(await people.keys())),
      sessions: () => read("read", async (principal) => ok(await sessionsFor(people, principal))),
      webhooks: () => read("operate", async () => ok(await readWebhooks(webhooks))),
      audit: (before) =>
        read("admin", () => readAudit(people, new URLSearchParams(before ? { before } : {}))),
      telemetry: () => read("admin", async () => ok((await telemetry.read()).reporters)),
    };
  };
}
