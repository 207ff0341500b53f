import type { Subject } from "./mutant.ts";

/** Of what people do to alerts, on the page and in bulk, and of how it is taken back. */
export const ACTING: readonly Subject[] = [
  {
    file: "src/domain/act.ts",
    tests: ["src/client/commands/undo.test.ts"],
    mutants: [
      {
        fault: "a snooze that ended with its alert is lost when that is reopened",
        original: `[{ action: "reopen" }, ...again]`,
        replacement: `[{ action: "reopen" }]`,
      },
      {
        fault: "a snooze is begun anew whose time has come",
        original: "Date.parse(until) > now ?",
        replacement: "true ?",
      },
    ],
  },
  {
    file: "src/client/commands/undo.ts",
    tests: ["src/client/commands/undo.test.ts"],
    mutants: [
      {
        fault: "what its source did is taken back",
        original: "isByPerson(entry.actor) ?",
        replacement: "true ?",
      },
      {
        fault: "what was done before something else is taken back, too",
        original: "last.set(aspect, entry);",
        replacement: "last.set(aspect, last.get(aspect) ?? entry);",
      },
    ],
  },
  {
    file: "src/client/commands/alert-actions.ts",
    tests: ["src/client/commands/alert-actions.test.ts"],
    mutants: [
      {
        fault: "an undo is asked for although its deed was refused",
        original: "first !== null && !(await first)",
        replacement: "first === null && false",
      },
      {
        fault: "what has changed since is taken back",
        original: "!actionsFor(feed.latest(after)).includes(first.action)",
        replacement: "false",
      },
      {
        fault: "what was refused can be undone",
        original: "if (!(await isDone)) discard(deed);",
        replacement: "await isDone;",
      },
    ],
  },
  {
    file: "src/client/commands/turns.ts",
    tests: ["src/client/commands/alert-actions.test.ts"],
    mutants: [
      {
        fault: "what is done to an alert overtakes what was done before",
        original: "last.get(id)?.then(ask, ask) ?? ask()",
        replacement: "ask()",
      },
      {
        fault: "what was done first is waited for, and not what was done last",
        original: "last.set(id, own);",
        replacement: "if (!last.has(id)) last.set(id, own);",
      },
    ],
  },
  {
    file: "src/client/snooze/snooze-times.ts",
    tests: ["src/client/snooze/snooze-times.test.ts"],
    mutants: [
      {
        fault: "a snooze is shorter than it says",
        original: "Math.ceil(now / MINUTE)",
        replacement: "Math.floor(now / MINUTE)",
      },
      {
        fault: "on a Monday, Monday is today",
        original: "% 7 || 7;",
        replacement: "% 7;",
      },
      {
        fault: "a time of one's own may be past",
        original: "time > now ? time : null",
        replacement: "time",
      },
    ],
  },
  {
    file: "src/server/api/bulk-steps.ts",
    tests: ["src/server/api/bulk.int.test.ts"],
    mutants: [
      {
        fault: "what arrived since is acted on",
        original: ".filter((id) => id < end)",
        replacement: "",
      },
    ],
  },
  {
    file: "src/server/api/bulk-result.ts",
    tests: ["src/server/api/bulk.int.test.ts"],
    mutants: [
      {
        fault: "only the last step is counted",
        original: "done: one.done + other.done",
        replacement: "done: other.done",
      },
    ],
  },
  {
    file: "src/server/api/bulk-deed.ts",
    tests: ["src/server/api/undo.int.test.ts", "src/server/api/bulk-deed.test.ts"],
    mutants: [
      {
        fault: "only the last step is taken back",
        original: "spans: [...deed.spans, span]",
        replacement: "spans: [span]",
      },
      {
        fault: "the first alert of each step is left as it is",
        original: "from: first.seq - first.count + 1",
        replacement: "from: first.seq + 1",
      },
      {
        fault: "what is under way is taken back",
        original: 'if (state === "running")',
        replacement: "if (false)",
      },
    ],
  },
  {
    file: "src/server/api/undo-steps.ts",
    tests: ["src/server/api/undo.int.test.ts", "src/server/process/undo.property.int.test.ts"],
    mutants: [
      {
        fault: "what has changed since is taken back",
        original: "ifSeq: standing[index] ?? 0",
        replacement: "",
      },
      {
        fault: "a source that reports its alert again keeps it from being taken back",
        original: "if (ifSeq !== null) again.push({ index, command: { ...command, ifSeq } });",
        replacement: "",
      },
      {
        fault: "what people did since counts as what a source has said",
        original: "events.every(({ type }) => REPORTED.has(type))",
        replacement: "events.length > 0",
      },
      {
        fault: "what was written after the bulk is taken for its own",
        original: "if (seq <= to) left",
        replacement: "if (seq > 0) left",
      },
      {
        fault: "a snooze that a bulk ended is lost",
        original: "endsSnooze(deed.act) ?",
        replacement: "false ?",
      },
      {
        fault: "the first snooze there ever was is begun anew",
        original: "events.findLast(",
        replacement: "events.find(",
      },
      {
        fault: "what was removed for good is not counted",
        original: "rejected: result.rejected + gone",
        replacement: "rejected: result.rejected",
      },
    ],
  },
];
