import type { Subject } from "./mutant.ts";

/** Of what comes in, from the socket to the list. */
export const FEED: readonly Subject[] = [
  {
    file: "src/client/feed/pending.ts",
    tests: ["src/client/feed/pending.test.ts"],
    mutants: [
      {
        fault: "an answer leaves what was sent to the same alert before",
        original: "list.slice(0, at).filter(({ alertId }) => alertId !== one.alertId)",
        replacement: "list.slice(0, at)",
      },
      {
        fault: "an answer ends what was sent to other alerts before",
        original: "[...earlier, answered,",
        replacement: "[answered,",
      },
      {
        fault: "an answer takes the place of a row that is newer",
        original: "alert.seq < answer.seq ? answer : alert",
        replacement: "answer",
      },
      {
        fault: "an answer goes before all was told that happened up to it",
        original: "seq > to)",
        replacement: "seq > to + 1)",
      },
      {
        fault: "an answer stays after all was told that happened up to it",
        original: "seq > to)",
        replacement: "seq >= to)",
      },
      {
        fault: "a refusal takes back all that was done to the alert",
        original: "other !== one",
        replacement: "other.alertId !== one.alertId",
      },
      {
        fault: "what is done to one alert is shown on all",
        original: ".filter(({ alertId }) => alertId === row.id)",
        replacement: "",
      },
    ],
  },
  {
    file: "src/client/feed/reducer.ts",
    tests: ["src/client/feed/reducer.test.ts"],
    mutants: [
      {
        fault: "arrivals enter while the reader pauses",
        original: "if (isPaused) return false;",
        replacement: "",
      },
      {
        fault: "arrivals enter under the hand",
        original: "!at.isHandOn : at.hasHandRested",
        replacement: "true : true",
      },
      {
        fault: "each of very many arrivals is marked",
        original: "arrived.length > MOST_MARKED ? [] : arrived",
        replacement: "arrived",
      },
    ],
  },
  {
    file: "src/client/feed/paging.ts",
    tests: ["src/client/feed/reducer.test.ts"],
    mutants: [
      {
        fault: "a row that was away is marked as new again",
        original: "filter((id) => state.entered.has(id))",
        replacement: "filter(() => state.entered.size > 0)",
      },
      {
        fault: "what has changed since a page was asked for is forgotten",
        original: "catchUp(grown, page.head.seq, read.since, centre)",
        replacement: "catchUp(grown, page.head.seq, [], centre)",
      },
    ],
  },
  {
    file: "src/client/feed/overlays.ts",
    tests: ["src/client/feed/overlays.test.ts"],
    mutants: [
      {
        fault: "a row that will no longer match stays",
        original: "expected === row || matches(wanted, expected)",
        replacement: "true",
      },
      {
        fault: "rows that nothing was done to are left out",
        original: "return [row];",
        replacement: "return [];",
      },
    ],
  },
  {
    file: "src/client/feed/told.ts",
    tests: ["src/client/feed/told.test.ts"],
    mutants: [
      {
        fault: "what was seen before the list was asked for is new again",
        original: "Math.max(until, before, latestOf(rows))",
        replacement: "Math.max(until, latestOf(rows))",
      },
      {
        fault: "what comes while a list is read is not new",
        original: "Math.max(until, before, latestOf(rows))",
        replacement: "Math.max(until, seen, latestOf(rows))",
      },
    ],
  },
  {
    file: "src/client/scroll/stillness.ts",
    tests: ["src/client/scroll/stillness.test.ts"],
    mutants: [
      {
        fault: "a change is made twice",
        original: "      change();\n",
        replacement: "      change();\n      change();\n",
      },
      {
        fault: "each change that waits has a timer of its own",
        original: "    clearTimeout(timer);\n    if (waiting",
        replacement: "    if (waiting",
      },
      {
        fault: "a change that asks for another makes that one forgotten",
        original: "      waiting = undefined;\n      change();\n",
        replacement: "      change();\n      waiting = undefined;\n",
      },
      {
        fault: "a change is made while the list moves",
        original: "momentum.isMoving(performance.now())",
        replacement: "false",
      },
    ],
  },
  {
    file: "src/client/live/connection.ts",
    tests: [
      "src/client/live/connection.test.ts",
      "src/client/live/lost-connection.test.ts",
      "src/client/live/asked.test.ts",
    ],
    mutants: [
      {
        fault: "what belongs to an earlier subscription is taken",
        original: "subscription === null || unanswered > 0) return [connection, []]",
        replacement: "subscription === null) return [connection, []]",
      },
      {
        fault: "a gap is passed over",
        original: "if (frame.from > subscription.since.seq) return subscribe(connection);",
        replacement: "",
      },
      {
        fault: "what was seen is taken again",
        original: "frame.to <= subscription.since.seq",
        replacement: "frame.to < subscription.since.seq",
      },
      {
        fault: "a beat of an earlier subscription moves the position",
        original: "unanswered > 0 ? connection : moveTo",
        replacement: "moveTo",
      },
      {
        fault: "a beat takes the position back",
        original: "subscription === null || seq <= subscription.since.seq",
        replacement: "subscription === null",
      },
      {
        fault: "a reset goes on from where it was",
        original: "{ ...connection, subscription: null, unanswered",
        replacement: "{ ...connection, unanswered",
      },
      {
        fault: "a reset leaves its subscription unanswered",
        original: "subscription: null, unanswered: Math.max(unanswered - 1, 0) }",
        replacement: "subscription: null }",
      },
      {
        fault: "the end of a live connection counts as a failure to connect",
        original: `isLive ? 0 : 1`,
        replacement: "1",
      },
      {
        fault: "failures are remembered once it is live",
        original: 'failures: 0,\n          isAsked: false,\n          reason: "",',
        replacement: 'isAsked: false,\n          reason: "",',
      },
      {
        fault: "why it was refused is told while it is live",
        original: 'isAsked: false,\n          reason: "",',
        replacement: "isAsked: false,",
      },
      {
        fault: "the wait between calls grows without bound",
        original: "Math.min(BACK_OFF.most, BACK_OFF.least * 2 ** failures)",
        replacement: "BACK_OFF.least * 2 ** failures",
      },
      {
        fault: "a clock that is set back makes the next call late",
        original: "callAt: callAt - back",
        replacement: "callAt",
      },
      {
        fault: "a clock that is set back makes silence unheard",
        original: "heardAt: heardAt - back",
        replacement: "heardAt",
      },
      {
        fault: "a server that does not want it is called again",
        original: "if (isFinal(code) && !isSignedOut) {",
        replacement: "if (false) {",
      },
      {
        fault: "who was signed out is called for",
        original: "const phase = isSignedOut ?",
        replacement: "const phase = false ?",
      },
      {
        fault: "a call that is not taken raises no doubt about who calls",
        original: 'connection.phase === "opening" || signal.code',
        replacement: "signal.code",
      },
      {
        fault: "a server that closes again and again is called at once each time",
        original: "(isSignedOut && isLive)",
        replacement: "isSignedOut",
      },
      {
        fault: "a server that asks for it is not called again",
        original: "code >= 4400 && code < 4500",
        replacement: "code >= 4000 && code < 5000",
      },
      {
        fault: "one call that was asked for leads to many",
        original: "callAt: now, isAsked: false }",
        replacement: "callAt: now }",
      },
      {
        fault: "it is said to be live before the server has answered",
        original: "subscription !== null && unanswered === 0",
        replacement: "subscription !== null",
      },
    ],
  },
  {
    file: "src/client/session/presence.ts",
    tests: ["src/client/session/presence.test.ts"],
    mutants: [
      {
        fault: "the page of one goes on for another",
        original: "one.principal === other?.principal && ",
        replacement: "",
      },
      {
        fault: "who may do something else by now goes on as before",
        original: " && one.role === other.role",
        replacement: "",
      },
      {
        fault: "a refusal alone signs somebody out",
        original: 'standing: "doubtful" }, ["look"]',
        replacement: 'standing: "out" }, ["look"]',
      },
      {
        fault: "who is looking is asked whenever the page reads",
        original: 'standing === "out" && event.byHand ?',
        replacement: 'standing === "out" ?',
      },
      {
        fault: "nobody looks whether they have signed in beside the page",
        original: 'standing === "out" ? ["look"] : []',
        replacement: "[]",
      },
    ],
  },
  {
    file: "src/client/feed/pace.ts",
    tests: ["src/client/feed/pace.test.ts"],
    mutants: [
      {
        fault: "screenfuls never wait",
        original: "if (wait <= 0) flush();",
        replacement: "if (wait <= Infinity) flush();",
      },
      {
        fault: "a screenful waits after a few arrivals",
        original: "if (isScreenful()) freeAt = performance.now() + PACE;",
        replacement: "freeAt = performance.now() + PACE;",
      },
      {
        fault: "what waits is taken twice",
        original: "waiting = [];\n    take(updates);",
        replacement: "take(updates);",
      },
    ],
  },
];
