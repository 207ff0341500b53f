import type { Subject } from "./mutant.ts";

const HUB = ["hub", "catch-up", "hub-trouble"].map((name) => `src/server/live/${name}.test.ts`);

/** Of how each subscription is told what changes. */
export const LIVE: readonly Subject[] = [
  {
    file: "src/server/live/hub.ts",
    tests: HUB,
    mutants: [
      {
        fault: "who began amid changes is told of those that it has",
        original: "changes.filter((change) => seqOf(change) > seq)",
        replacement: "changes",
      },
      {
        fault: "what another process wrote is not missed",
        original: "if (commit.from !== gathered) {",
        replacement: "if (false) {",
      },
      {
        fault: "the memory goes on over what another process wrote",
        original: "tail.restart(commit.from);",
        replacement: "",
      },
      {
        fault: "nothing gathers after a frame",
        original: "Math.max(0, next - now())",
        replacement: "0",
      },
      {
        fault: "whoever is full is sent more",
        original: "if (isFull(one)) return behind.hold(one, from);",
        replacement: "",
      },
      {
        fault: "whoever catches up is told live as well",
        original: "if (one.behind !== null) continue;",
        replacement: "",
      },
      {
        fault: "a beat says that whoever catches up is complete",
        original: "behind ?? Math.max(sent, flushed)",
        replacement: "Math.max(sent, flushed)",
      },
      {
        fault: "whoever is full is sent beats",
        original: "if (!isFull(one)) one.outlet",
        replacement: "one.outlet",
      },
      {
        fault: "more gathers than one turn may look at",
        original: "return Math.min(room.rows, room.bytes) >= 0;",
        replacement: "return true;",
      },
    ],
  },
  {
    file: "src/server/live/chunks.ts",
    tests: ["src/server/live/chunks.test.ts"],
    mutants: [
      {
        fault: "those who share a chunk count its rows once more",
        original: "{ ...chunk, rows: 0 }",
        replacement: "chunk",
      },
      {
        fault: "a chunk is given to those who look through another filter",
        original: "`${seq} ${group.key}`",
        replacement: "`${seq}`",
      },
      {
        fault: "a chunk is given to those who are at another place",
        original: "`${seq} ${group.key}`",
        replacement: "group.key",
      },
      {
        fault: "a chunk is kept for ever",
        original: "timer ??= setTimeout(forget, SHARED_FOR);",
        replacement: "",
      },
      {
        fault: "chunks are kept without bound",
        original: "if (kept.size >= MAX_CHUNKS) kept.clear();",
        replacement: "",
      },
      {
        fault: "a part of what has changed is said to be all",
        original: "last === 0 ? head : last",
        replacement: "head",
      },
      {
        fault: "removals are told of late, as if there were none among what has changed",
        original: "Math.max(alerts.at(-1)?.seq ?? 0, removals.at(-1)?.seq ?? 0)",
        replacement: "alerts.at(-1)?.seq ?? 0",
      },
      {
        fault: "what was removed for good is not taken away",
        original: "...alerts.filter((alert) => !matches(filter, alert)), ...removals]",
        replacement: "...alerts.filter((alert) => !matches(filter, alert))]",
      },
      {
        fault: "rows that do not match are put",
        original: "alerts.filter((alert) => matches(filter, alert))",
        replacement: "alerts",
      },
    ],
  },
  {
    file: "src/server/live/behind.ts",
    tests: HUB,
    mutants: [
      {
        fault: "whoever was given a part of a newer state is told live too early",
        original: "one.until = Math.max(one.until, chunk.head);",
        replacement: "",
      },
      {
        fault: "whoever is full is sent a chunk",
        original: "if (isFull(one)) return hold(one, place);",
        replacement: "",
      },
      {
        fault: "whoever stands too far behind catches up all the same",
        original: "gathered - place > MAX_CATCH_UP",
        replacement: "false",
      },
      {
        fault: "whoever has not heard of an end catches up without it",
        original: "if (place < stand().reach) giveUp(one);\n      else advance(one, place, chunk);",
        replacement: "advance(one, place, chunk);",
      },
      {
        fault: "a chunk is sent to those who have gone",
        original: "together.filter(isSubscribed)",
        replacement: "together",
      },
      {
        fault: "a reader that never reads is kept for ever",
        original: "now() - one.stuckSince > MAX_STUCK",
        replacement: "false",
      },
      {
        fault: "a slow reader goes on before it has drained",
        original: "one.outlet.backlog() <= DRAINED",
        replacement: "true",
      },
      {
        fault: "who has gone while it was slow is tried again",
        original: "slow.delete(one);\n    clearTimeout(early.get(one));",
        replacement: "clearTimeout(early.get(one));",
      },
      {
        fault: "who waits for what was not heard of is told nothing until it has waited in vain",
        original: "if (place > stand().gathered) continue;",
        replacement: "continue;",
      },
      {
        fault: "who has gone while it waited is waited for",
        original: "clearTimeout(early.get(one));\n    early.delete(one);",
        replacement: "",
      },
      {
        fault: "a log that cannot be read is not told to those who wait",
        original: "one.outlet.fail(error);",
        replacement: "",
      },
    ],
  },
  {
    file: "src/server/live/places.ts",
    tests: ["src/server/live/places.test.ts"],
    mutants: [
      {
        fault: "what was read is no work",
        original: "together.length + (await serve(together))",
        replacement: "(await serve(together), together.length)",
      },
      {
        fault: "what was sent is no work",
        original: "together.length + (await serve(together))",
        replacement: "await serve(together)",
      },
      {
        fault: "a turn serves as many of each place as of one",
        original: "place.splice(0, TURN - work)",
        replacement: "place.splice(0, TURN)",
      },
      {
        fault: "a turn goes on however long it takes",
        original: "work >= TURN || now() - begun > TURN_TIME",
        replacement: "work >= TURN",
      },
      {
        fault: "who is left over is never served",
        original: "if (places.size > 0) turn ??= setImmediate(() => void take());",
        replacement: "",
      },
      {
        fault: "those who look through different filters are served together",
        original: "`${one.behind} ${one.group.key}`",
        replacement: "`${one.behind}`",
      },
    ],
  },
  {
    file: "src/server/live/tail.ts",
    tests: ["src/server/live/tail.test.ts"],
    mutants: [
      {
        fault: "it answers for what it has forgotten",
        original: "if (seq < from || seq >= to) return null;",
        replacement: "if (seq >= to) return null;",
      },
      {
        fault: "it answers for what it has not heard of",
        original: "if (seq < from || seq >= to) return null;",
        replacement: "if (seq < from) return null;",
      },
      {
        fault: "it does not remember that it has forgotten",
        original: "from = oldest.seq;",
        replacement: "",
      },
      {
        fault: "an alert that changes again keeps its place",
        original: "drop(alerts.get(latest.id));",
        replacement: "",
      },
      {
        fault: "a flood leaves it answering for what was before",
        original: "restart(seqOf(change));",
        replacement: "",
      },
      {
        fault: "the first of several changes is kept",
        original: "changes.toReversed()",
        replacement: "changes",
      },
    ],
  },
  {
    file: "src/server/live/room.ts",
    tests: ["src/server/live/tail.test.ts"],
    mutants: [
      {
        fault: "an alert that is too large is stuck for ever",
        original: "if (count > 0 && (count >= rows || used > bytes)) break;",
        replacement: "if (count >= rows || used > bytes) break;",
      },
    ],
  },
  {
    file: "src/server/live/group.ts",
    tests: HUB,
    mutants: [
      {
        fault: "who leaves twice takes a younger group along",
        original: "if (!group.subscriptions.delete(subscription)) return;",
        replacement: "group.subscriptions.delete(subscription);",
      },
      {
        fault: "the next frame begins where the last one did",
        original: "subscription.sent = diff.to;",
        replacement: "",
      },
    ],
  },
];
