import { T0 } from "../../../domain/history.arbitrary.ts";
import type { Command } from "../../../domain/command.ts";
import type { HistoryEntry } from "../../../protocol/history.ts";
import type { Result } from "../../../domain/problem.ts";
import type { Request } from "../engine/recorder.ts";
import { prepareLog } from "./log/append.ts";
import { openForWriting } from "./file/database.ts";
import { addFilterFunctions } from "./queries/filter-functions.ts";
import { prepareDue } from "./log/due.ts";
import { prepareHistory } from "./queries/history.ts";
import { isoTime } from "../engine/iso-time.ts";
import { prepareReads } from "./queries/read.ts";
import { scratchDatabase } from "./file/scratch.fixture.ts";
import type { Done } from "../store.ts";
import { prepareTimeline } from "./queries/timeline.ts";

/** An empty database of its own, all of it on this thread, with a clock that the test sets. */
export function openScratch(file = scratchDatabase()) {
  const tables = openForWriting(file);
  tables.$client.pragma("synchronous = OFF");
  const clock = { now: T0 };
  const log = prepareLog(tables, () => clock.now);
  const due = prepareDue(tables);
  const reads = prepareReads(tables);
  const readHistory = prepareHistory(tables, reads.epoch);
  addFilterFunctions(tables);

  /** What became of each request, all of them in one transaction. */
  function append(requests: readonly Request[]) {
    const { value, commit } = log.transact(() => requests.map(log.append));
    return { answers: value, commit };
  }

  /** All that has happened to an alert, as its history tells of it. */
  function history(id: number): HistoryEntry[] {
    const history = readHistory(id, { type: "newest" }, Infinity);
    return history.ok ? history.value.events : [];
  }

  return {
    tables,
    clock,
    append,
    reads: { ...reads, history },
    timeline: prepareTimeline(tables),
    /** Does one thing after the other, `apart` ms apart, and answers as the store does. */
    perform(commands: readonly Command[], apart = 1000): Result<Done>[] {
      return commands.map((command) => {
        clock.now += apart;
        const [answer] = append([{ commands: [command], actor: null }]).answers[0] ?? [];
        if (answer === undefined) throw new Error("unanswered");
        return answer;
      });
    },
    /** Does what is due at the clock's time, of leases that were renewed at or after `since`. */
    sweep(since = T0): void {
      const commands = due({ now: isoTime(clock.now), since: isoTime(since) });
      append([{ commands, actor: null }]);
    },
    [Symbol.dispose]: () => void tables.$client.close(),
  };
}
