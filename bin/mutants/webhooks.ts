import type { Subject } from "./mutant.ts";

const WEBHOOKS = "src/server/webhooks";
const PRESET = `${WEBHOOKS}/preset`;
const KEPT = "src/server/store/sqlite/webhooks";
const KEPT_IN_POSTGRES = "src/server/store/postgres";

/** Of who is told of an event, when, in which words, and what is kept of that. */
export const TELLING: readonly Subject[] = [
  {
    file: `${WEBHOOKS}/schedule.ts`,
    tests: [`${WEBHOOKS}/schedule.test.ts`],
    mutants: [
      {
        fault: "what is paused forgets why when something else fails",
        original: "health.paused ?? pausedBy(failed, ended, now)",
        replacement: "pausedBy(failed, ended, now) ?? health.paused",
      },
      {
        fault: "one that takes nothing is paused though it was resumed just now",
        original: "Math.max(since, lastSuccessAt ?? since)",
        replacement: "(lastSuccessAt ?? since)",
      },
      {
        fault: "a few failures over three days pause it",
        original: "isLong && failures >= PAUSE_AFTER.failures",
        replacement: "isLong",
      },
      {
        fault: "any failure may ask to be left alone",
        original: "isBusy ? (retryAfter(ended.retryAfter, now) ?? 0) : 0",
        replacement: "(retryAfter(ended.retryAfter, now) ?? 0)",
      },
      {
        fault: "an event is given up of a receiver that takes nothing",
        original: "ended.attempt >= SCHEDULE.length && isAlone",
        replacement: "ended.attempt >= SCHEDULE.length",
      },
      {
        fault: "an end to the rest is forgotten when another request fails",
        original: "Math.max(health.notBefore, now + restOf(failed, ended, now, random))",
        replacement: "now + restOf(failed, ended, now, random)",
      },
    ],
  },
  {
    file: `${WEBHOOKS}/messages.ts`,
    tests: [`${WEBHOOKS}/messages.test.ts`],
    mutants: [
      {
        fault: "what was removed for good is told all the same",
        original: "if (readAt !== head()) known.clear();",
        replacement: "",
      },
      {
        fault: "what could not be read once is never read",
        original: "    told.then(({ ok }) => ok || forget(), forget);\n",
        replacement: "",
      },
      {
        fault: "each endpoint reads the event anew",
        original: "    known.set(seq, told);\n",
        replacement: "",
      },
    ],
  },
  {
    file: `${WEBHOOKS}/turn.ts`,
    tests: [`${WEBHOOKS}/turn.test.ts`],
    mutants: [
      {
        fault: "those of an alert overtake one another",
        original: "    seen.add(one.alert);\n",
        replacement: "",
      },
      {
        fault: "receivers that hang fill all the room",
        original: "most / 2 -",
        replacement: "most -",
      },
      {
        fault: "whoever was there first has all the room",
        original: "a.level - b.level || ",
        replacement: "",
      },
      {
        fault: "one that is to be left alone is not",
        original: "room <= 0 || health.notBefore > now",
        replacement: "room <= 0",
      },
      {
        fault: "it wakes for one that is to be left alone",
        original:
          "    if (health.notBefore > now && pending.length > 0) return [health.notBefore];\n",
        replacement: "",
      },
    ],
  },
  {
    file: `${WEBHOOKS}/endpoints.ts`,
    tests: [`${WEBHOOKS}/endpoints.test.ts`],
    mutants: [
      {
        fault: "one that is off is sent to",
        original: ".filter(({ webhook }) => webhook.isEnabled)",
        replacement: "",
      },
      {
        fault: "whoever was told of an alert does not hear of what takes it out of the filter",
        original: "isMeant(before) || isMeant(after)",
        replacement: "isMeant(after)",
      },
      {
        fault: "one that is paused is told of that",
        original: " || isPauseOf(id, after)",
        replacement: "",
      },
      {
        fault: "what is under way is forgotten when a webhook is edited",
        original: "endpoints.get(webhook.id)?.underWay ?? new Map<number, number>()",
        replacement: "new Map<number, number>()",
      },
      {
        fault: "what there is no room for is passed over",
        original: "fitting.length < wanted.length && last !== undefined ? last.event.seq : to",
        replacement: "to",
      },
      {
        fault: "an attempt that is told of late takes back what people decided since",
        original: "  if (after.since !== known.since) return known;\n",
        replacement: "",
      },
      {
        fault: "an attempt that is told of late takes back a pause",
        original: "paused: known.paused ?? after.paused",
        replacement: "paused: after.paused",
      },
      {
        fault: "one that was loaded from elsewhere is taken on from there",
        original: "        if (webhook.position !== happening.from) return endpoint;\n",
        replacement: "",
      },
      {
        fault: "one that is paused goes on in the log",
        original: "webhook.health.paused === null && ",
        replacement: "",
      },
      {
        fault: "one that is full goes on for each event that it is rid of",
        original: " || (was && pending > MOST_PENDING - ROOM)",
        replacement: "",
      },
    ],
  },
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
    file: "src/server/webhooks/settler.ts",
    tests: ["src/server/webhooks/settler.test.ts"],
    mutants: [
      {
        fault: "an attempt that ends while others are written is not kept",
        original: "return { written: gathered, gathered: [] };",
        replacement: "return { written: [], gathered: [] };",
      },
      {
        fault: "the last that gathered is written first",
        original: "gathered: [...gathered, happening.one]",
        replacement: "gathered: [happening.one, ...gathered]",
      },
      {
        fault: "an attempt that ends alone waits for another",
        original: "written.length === 0\n        ? { written: [happening.one], gathered }",
        replacement:
          "written.length === 0\n        ? { written, gathered: [...gathered, happening.one] }",
      },
      {
        fault: "a fault of one is a fault of all that go with it",
        original:
          "if (group.length > 1) for (const one of group) await keep([one]);\n      else for",
        replacement: "for",
      },
      {
        fault: "each is told what became of the first",
        original: "afters?.[index]",
        replacement: "afters?.[0]",
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
  {
    file: `${WEBHOOKS}/signature.ts`,
    tests: [`${WEBHOOKS}/signature.test.ts`],
    mutants: [
      {
        fault: "the secret signs as it is written",
        original: `Buffer.from(secret.slice(PREFIX.length), "base64")`,
        replacement: "secret",
      },
      {
        fault: "the time is not signed",
        original: "`${id}.${timestamp}.${body}`",
        replacement: "`${id}.${body}`",
      },
    ],
  },
  {
    file: "src/server/outbound/retry-after.ts",
    tests: ["src/server/outbound/retry-after.test.ts"],
    mutants: [
      {
        fault: "a receiver may ask to be left alone for ever",
        original: "Math.min(Math.max(asked, SHORTEST), LONGEST)",
        replacement: "Math.max(asked, SHORTEST)",
      },
      {
        fault: "whatever Date.parse makes something of is a date",
        original: "if (!DATE.test(text)) return Number.NaN;",
        replacement: "",
      },
    ],
  },
  {
    file: `${PRESET}/template.ts`,
    tests: [`${PRESET}/template.test.ts`],
    mutants: [
      {
        fault: "an escape may be begun before a place and ended behind it",
        original: `(isInText ? "x" : null)`,
        replacement: `(isInText ? "" : null)`,
      },
      {
        fault: "a quote behind a backslash ends a text",
        original: `else if (text[at] === "\\\\" && isInText) at += 1;`,
        replacement: "",
      },
      {
        fault: "what objects are born with is a label",
        original: "Object.hasOwn(alert[pairs], name) ? (alert[pairs][name] ?? null) : null",
        replacement: "alert[pairs][name] ?? null",
      },
      {
        fault: "a text in a text is written with its quotes",
        original: "JSON.stringify(String(text)).slice(1, -1)",
        replacement: "String(text)",
      },
    ],
  },
  {
    file: `${PRESET}/words.ts`,
    tests: [`${PRESET}/services.test.ts`],
    mutants: [
      {
        fault: "an address that is none of a page is a link",
        original: `url.protocol !== "http:" && url.protocol !== "https:"`,
        replacement: "false",
      },
      {
        fault: "an address may end a link in some markup",
        original: "url.href.replaceAll(/[|<>]/gu, percentOf)",
        replacement: "url.href",
      },
      {
        fault: "a headline has lines",
        original: String.raw`printable(text).replaceAll(/\s/gu, " ")`,
        replacement: "printable(text)",
      },
      {
        fault: "an alert that was deleted is not over",
        original: `status === "resolved" || deletedAt !== null`,
        replacement: `status === "resolved"`,
      },
    ],
  },
];
