import "server-only";
import { may, type Need, type Principal } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { PROBLEMS } from "../../domain/problems.ts";
import type { About } from "../../protocol/about.ts";
import type { Answer } from "../../protocol/answer.ts";
import { EPISODES_SIZE } from "../../protocol/episodes.ts";
import { HISTORY_SIZE } from "../../protocol/history.ts";
import type { WaysIn } from "../../protocol/session.ts";
import type { Reading } from "../site/reading.ts";
import type { Monitors } from "../store/monitors.ts";
import type { People } from "../store/people.ts";
import { asResult } from "../store/refusal.ts";
import type { Store } from "../store/store.ts";
import type { Webhooks } from "../store/webhooks.ts";
import { readAlert, readPage } from "./alerts.ts";
import { historyOf } from "./history.ts";
import { readMonitors } from "./monitors.ts";
import { readAudit, sessionsFor } from "./people.ts";
import { sessionOf } from "./session.ts";
import type { BackupsParts } from "./backups.ts";
import { type PreferenceParts, preferencesOf } from "./preferences.ts";
import { type OperationParts, shownOperations } from "./operations.ts";
import type { TelemetryRead } from "./telemetry.ts";
import { readWebhooks } from "./webhooks.ts";

export interface ReadingParts
  extends BackupsParts, Pick<OperationParts, "operations">, PreferenceParts {
  readonly about: About;
  readonly store: Store;
  readonly people: People;
  readonly monitors: Pick<Monitors, "all">;
  readonly webhooks: Pick<Webhooks, "all">;
  readonly waysIn: () => WaysIn;
  readonly telemetry: TelemetryRead;
}

/** What the API says, for pages that are rendered here for somebody, or for nobody. */
export function createReadingFor(parts: ReadingParts) {
  const { about, store, people, monitors, webhooks, waysIn, telemetry, operations, backups } =
    parts;
  const { preferences } = parts;
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
          const history = await historyOf(store, id, { type: "newest" }, HISTORY_SIZE);
          if (!history.ok) return history;
          // Read later, so that nothing is told that the alert does not show.
          const alert = await readAlert(store, id);
          if (!alert.ok) return alert;
          const episodes = await store.episodes(id, null, EPISODES_SIZE);
          return episodes.ok
            ? ok({ alert: alert.value, history: history.value, episodes: episodes.value })
            : episodes;
        }),
      preferences: async () => {
        const kept = await asResult(async () => ok(await preferencesOf(preferences, principal)));
        return kept.ok ? kept.value : null;
      },
      session: async () => principal && sessionOf(principal),
      waysIn: async () => answerOf(ok(waysIn())),
      users: () => read("admin", async () => ok(await people.users())),
      keys: () => read("admin", async () => ok(await people.keys())),
      sessions: () => read("read", async (principal) => ok(await sessionsFor(people, principal))),
      monitors: () => read("read", async () => ok(await readMonitors(monitors))),
      webhooks: () => read("operate", async () => ok(await readWebhooks(webhooks))),
      audit: (before) =>
        read("admin", () => readAudit(people, new URLSearchParams(before ? { before } : {}))),
      about: async () => answerOf(ok(about)),
      telemetry: () => read("admin", async () => ok((await telemetry.read()).reporters)),
      operations: () => read("admin", async () => ok(await shownOperations(operations))),
      backups: () => read("admin", async () => ok(await backups.all())),
      backupPlan: () => read("admin", async () => ok(backups.plan())),
    };
  };
}

/** The same in the words that it is answered with over HTTP. */
function answerOf<T>(result: Result<T>): Answer<T> {
  if (result.ok) return result;
  const { code, detail } = result.problem;
  return { ok: false, failure: { code, detail, ...PROBLEMS[code] } };
}
