import type { Subject } from "./mutant.ts";

const MONITORS = "src/server/monitors";
const ENGINE = "src/server/store/engine/monitors";
const KEPT_IN_POSTGRES = "src/server/store/postgres";

/** Of what is made of numbers, and what is told of that. */
export const WATCHING: readonly Subject[] = [
  {
    file: `${MONITORS}/bucket.ts`,
    tests: [`${MONITORS}/bucket.test.ts`],
    mutants: [
      {
        fault: "a bucket is judged while it is under way",
        original: "bucketAt(now, width) - 2 * width",
        replacement: "bucketAt(now, width) - width",
      },
      {
        fault: "points are forgotten that are to be learnt again",
        original: "Math.max(SHOWN, learntBuckets(cut) * widthOf(cut))",
        replacement: "SHOWN",
      },
    ],
  },
  {
    file: `${MONITORS}/numbers.ts`,
    tests: [`${MONITORS}/numbers.test.ts`],
    mutants: [
      {
        fault: "a number that came late is the last one",
        original: "later.lastAt >= first.lastAt",
        replacement: "true",
      },
      {
        fault: "a sum is more than a monitor can learn",
        original:
          "Math.max(-LARGEST_VALUE, Math.min(LARGEST_VALUE, aggregated(aggregate, numbers)))",
        replacement: "aggregated(aggregate, numbers)",
      },
    ],
  },
  {
    file: `${MONITORS}/silence.ts`,
    tests: [`${MONITORS}/silence.test.ts`],
    mutants: [
      {
        fault: "what nobody was there to hear is a silence",
        original: "if (empty === null || !isWatched)",
        replacement: "if (empty === null)",
      },
      {
        fault: "a silence is told of with each empty bucket",
        original: "silentAfter > 0 && empty + 1 === silentAfter",
        replacement: "silentAfter > 0 && empty + 1 >= silentAfter",
      },
    ],
  },
  {
    file: `${MONITORS}/reports.ts`,
    tests: [`${MONITORS}/reports.test.ts`],
    mutants: [
      {
        fault: "five that open at once are a storm",
        original: "openings.length > MOST_APART",
        replacement: "openings.length >= MOST_APART",
      },
      {
        fault: "a silence ends the alert of a value",
        original: 'kind === "unusual" ? `${PREFIX}${id}` : `${PREFIX}${id}-silent`',
        replacement: "`${PREFIX}${id}${kind.slice(9)}`",
      },
    ],
  },
  {
    file: `${MONITORS}/promql.ts`,
    tests: [`${MONITORS}/promql.test.ts`],
    mutants: [
      {
        fault: "a bucket has what the expression came to at its beginning",
        original: "Math.round((time * 1000 - from) / width) - 1",
        replacement: "Math.round((time * 1000 - from) / width)",
      },
      {
        fault: "infinity is learnt",
        original: "Math.abs(number) <= LARGEST_VALUE ? number : null",
        replacement: "Number.isNaN(number) ? null : number",
      },
      {
        fault: "one of several series is watched, whichever comes first",
        original: "if (result.length > 1)",
        replacement: "if (result.length > 9)",
      },
    ],
  },
  {
    file: `${MONITORS}/watch.ts`,
    tests: ["src/server/process/monitoring-push.int.test.ts"],
    mutants: [
      {
        fault: "those that judge wait until all others have learnt",
        original: "const most = going === learning ? AT_ONCE : Infinity;",
        replacement: "const most = Infinity;",
      },
      {
        fault: "those that have learnt judge apart from each other",
        original: "due.filter(({ id }) => !learners.has(id))",
        replacement: "due.filter((monitor) => !isLearning(monitor))",
      },
    ],
  },
  {
    file: `${MONITORS}/intake.ts`,
    tests: [`${MONITORS}/intake.test.ts`],
    mutants: [
      {
        fault: "a number that one of two took is said to be late",
        original: "kept[index] === true ? of : []",
        replacement: "kept.every(Boolean) && kept[index] === true ? of : []",
      },
      {
        fault: "numbers without the labels are counted",
        original: "Object.hasOwn(labels, name) && labels[name] === value",
        replacement: "(labels[name] ?? value) === value",
      },
    ],
  },
  {
    file: `${ENGINE}/change.ts`,
    tests: ["src/server/store/sqlite/sqlite-monitors.int.test.ts"],
    mutants: [
      {
        fault: "what was learnt of something else is of use",
        original: "before.aggregate === after.aggregate &&",
        replacement: "",
      },
      {
        fault: "a pause leaves alerts open",
        original: `endOf(before, SPAN_KINDS, "It was paused", now)`,
        replacement: "[]",
      },
    ],
  },
  {
    file: `${KEPT_IN_POSTGRES}/monitors/settle.ts`,
    tests: [
      `${KEPT_IN_POSTGRES}/postgres-monitors.int.test.ts`,
      `${KEPT_IN_POSTGRES}/watched-nodes.int.test.ts`,
    ],
    mutants: [
      {
        fault: "a bucket is judged by each node",
        original: ` and m.position is not distinct from x."from"`,
        replacement: "",
      },
      {
        fault: "what was judged before a change is kept",
        original: " and m.revision = x.revision",
        replacement: "",
      },
    ],
  },
  {
    file: `${KEPT_IN_POSTGRES}/monitors/numbers.ts`,
    tests: [
      `${KEPT_IN_POSTGRES}/postgres-monitors.int.test.ts`,
      `${KEPT_IN_POSTGRES}/monitor-reads.int.test.ts`,
    ],
    mutants: [
      {
        fault: "numbers are taken for what is closed",
        original: " and m.closed < x.t",
        replacement: "",
      },
      {
        fault: "of the numbers of one call the last alone counts",
        original: "kept.set(key, both);",
        replacement: "",
      },
    ],
  },
  {
    file: `${KEPT_IN_POSTGRES}/monitors/spans.ts`,
    tests: [`${KEPT_IN_POSTGRES}/postgres-monitors.int.test.ts`],
    mutants: [
      {
        fault: "the alert of a storm ends with the first of those that it lists",
        original: `where alert = \${alert} and "to" is null`,
        replacement: "where false",
      },
    ],
  },
  {
    file: `${KEPT_IN_POSTGRES}/monitors/feed.ts`,
    tests: [`${KEPT_IN_POSTGRES}/monitor-reads.int.test.ts`],
    mutants: [
      {
        fault: "a monitor watches what monitors say",
        original: "        and ${NOT_OWN}\n",
        replacement: "",
      },
      {
        fault: "patterns are asked of nobody",
        original: `matchesValue(pattern, values[index] ?? "")`,
        replacement: "true",
      },
    ],
  },
];
