import type { Subject } from "./mutant.ts";

const WEBHOOKS = "src/server/webhooks";
const PRESET = `${WEBHOOKS}/preset`;

/** Of who is told of an event, when, and in which words. */
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
        fault: "what one that may be dead has to send is plenty",
        original: "isWell(endpoint) && dueOf",
        replacement: "dueOf",
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
        original: "      endpoint.webhook.health.paused === null &&\n",
        replacement: "",
      },
      {
        fault: "one that has plenty to send has more written for it",
        original: " &&\n      !hasPlenty(asTurn(endpoint), now)",
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
    file: `${WEBHOOKS}/share.ts`,
    tests: [`${WEBHOOKS}/share.test.ts`],
    mutants: [
      {
        fault: "whoever sends gives way to other programs than the server",
        original: "isBusy && waited > SPARE * time",
        replacement: "waited > SPARE * time",
      },
      {
        fault: "whoever sends gives way where nobody lacks a processor",
        original: "isBusy && waited > SPARE * time",
        replacement: "isBusy",
      },
      {
        fault: "a busy server lets nothing be sent",
        original: "Math.max(LEAST, share.part / 4)",
        replacement: "share.part / 4",
      },
      {
        fault: "who gave way once has little time for ever",
        original: "Math.min(1, share.part * 2)",
        replacement: "share.part",
      },
      {
        fault: "a quiet time is saved up",
        original: "Math.min(MOST_CREDIT, share.credit + earned)",
        replacement: "(share.credit + earned)",
      },
      {
        fault: "what was worked too much is not made up for",
        original: "part === 1 || credit >= 0",
        replacement: "credit > -10",
      },
      {
        fault: "it is not looked again while it rests",
        original: "Math.min(LONGEST_REST, Math.ceil(-credit / part))",
        replacement: "Math.ceil(-credit / part)",
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
