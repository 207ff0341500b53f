import type { Subject } from "./mutant.ts";

const KEPT = "src/server/store/sqlite/webhooks";
const KEPT_IN_POSTGRES = "src/server/store/postgres";

/** Of what is kept of whom was told of what. */
export const TOLD: readonly Subject[] = [
  {
    file: "src/server/store/sqlite/queries/moments.ts",
    tests: ["src/server/store/sqlite/queries/moments.int.test.ts"],
    mutants: [
      {
        fault: "an answer has all that was asked for, however long",
        original: "if (left < 0 && moments.length > 0) break;",
        replacement: "",
      },
      {
        fault: "of what is too long for an answer there is none",
        original: "if (left < 0 && moments.length > 0) break;",
        replacement: "if (left < 0) break;",
      },
      {
        fault: "an alert is carried on from an event that it has left behind",
        original: "known.get(last)",
        replacement: "known.get(seq)",
      },
    ],
  },
  {
    file: "src/server/store/engine/webhooks/health.ts",
    tests: ["src/server/store/sqlite/sqlite-webhooks.int.test.ts"],
    mutants: [
      {
        fault: "each failure of one that is paused opens an alert",
        original: "row.paused === null ? health.paused : null",
        replacement: "health.paused",
      },
    ],
  },
  {
    file: `${KEPT}/deliveries.ts`,
    tests: ["src/server/store/sqlite/sqlite-webhooks.int.test.ts"],
    mutants: [
      {
        fault: "a webhook that stands elsewhere by now is moved all the same",
        original: `if (move.get({ webhook, from, to }) === undefined) return false;`,
        replacement: "move.get({ webhook, from, to });",
      },
      {
        fault: "what waits goes on waiting when the receiver is back",
        original: "if (after.isBack) hurry.run({ id, now });",
        replacement: "",
      },
      {
        fault: "what was given up cannot be sent again",
        original: "giveUp.run({ id, seq, alert: removed.alert, now });",
        replacement: "",
      },
      {
        fault: "attempts are kept for ever",
        original: "    forgetMany.run({ webhook });\n",
        replacement: "",
      },
      {
        fault: "attempts of long ago are kept where there are few",
        original: "forgetOld.run({ webhook, oldest });",
        replacement: ";",
      },
      {
        fault: "what was given up is remembered for ever",
        original: "forget.run({ id });",
        replacement: "",
      },
    ],
  },
  {
    file: "src/server/store/engine/webhooks/last-before.ts",
    tests: ["src/server/store/sqlite/sqlite-webhooks.int.test.ts"],
    mutants: [
      {
        fault: "an event that was recorded at the time is passed over",
        original: "found.at < time",
        replacement: "found.at <= time",
      },
    ],
  },
  {
    file: `${KEPT}/course.ts`,
    tests: ["src/server/store/sqlite/sqlite-webhooks.int.test.ts"],
    mutants: [
      {
        fault: "a pause by hand is told to nobody",
        original: `log.append({ commands: [{ type: "Report", report }], actor: null });
    note(webhookPaused(before, by));`,
        replacement: "note(webhookPaused(before, by));",
      },
      {
        fault: "who pauses what is paused changes why",
        original: "if (before.health.paused !== null) return ok(before);",
        replacement: "",
      },
      {
        fault: "to resume one that was not paused ends an alert",
        original: "if (row.paused !== null) {",
        replacement: "{",
      },
      {
        fault: "more is sent again than may be pending",
        original: "Math.max(0, MOST_PENDING - (pending?.all ?? 0))",
        replacement: "MOST_PENDING",
      },
      {
        fault: "a webhook is sent what tells of its own pause",
        original: " || isPauseOf(webhook, event)",
        replacement: "",
      },
    ],
  },
  {
    file: `${KEPT_IN_POSTGRES}/webhooks/deliveries.ts`,
    tests: [`${KEPT_IN_POSTGRES}/postgres-webhooks.int.test.ts`],
    mutants: [
      {
        fault: "a webhook that stands elsewhere by now is moved all the same",
        original: `and w.position = m."from" returning`,
        replacement: "returning",
      },
      {
        fault: "one attempt more is kept than may be",
        original: "offset ${KEPT_ATTEMPTS.count - 1}",
        replacement: "offset ${KEPT_ATTEMPTS.count}",
      },
    ],
  },
  {
    file: `${KEPT_IN_POSTGRES}/queries/moments.ts`,
    tests: [
      `${KEPT_IN_POSTGRES}/delivery-reads.int.test.ts`,
      `${KEPT_IN_POSTGRES}/watched-nodes.int.test.ts`,
    ],
    mutants: [
      {
        fault: "alerts of a history that was lost are remembered",
        original: "if (epoch !== knownIn)",
        replacement: "if (knownIn === null)",
      },
      {
        fault: "an alert is carried on from an event that it has left behind",
        original: "memory.get(seq)",
        replacement: "memory.find(({ id: known }) => known === id)",
      },
      {
        fault: "what one event left is not where the next begins",
        original: "    alerts.set(event.alertId, after);\n",
        replacement: "",
      },
    ],
  },
];
