import type { Time } from "../../domain/alert.ts";
import type { Report } from "../../domain/command.ts";
import { EVERYTHING } from "../../domain/filter.ts";
import type { Operation, Steps } from "../../domain/operation.ts";
import { fail, ok, type ProblemCode, type Result } from "../../domain/problem.ts";
import type { Backup, BackupPlan, Keep } from "../../protocol/backups.ts";
import type { Operations } from "../operations/operations.ts";
import type { KeptOperation, Operations as KeptOperations } from "../store/operations.ts";
import type { By } from "../store/people.ts";
import type { Store } from "../store/store.ts";
import type { Log } from "../telemetry/log.ts";
import {
  type BackupFault,
  endedReport,
  failedReport,
  faultTold,
  overdueReport,
  TOLD_BY,
} from "./backup-report.ts";
import { backupIn, backupsIn, type FoundBackup, removeBackup } from "./folder.ts";
import { expired } from "./rotation.ts";
import { isOverdue, type Schedule } from "./schedule.ts";

/** How often (ms) it looks whether a backup is due. */
const LOOK_EVERY = 1_000;
/** And whether one is overdue, for which it reads the folder. */
const CHECK_EVERY = 60_000;
/** Alerts of Tocsin's own that may be open, and more. */
const MOST_OPEN = 200;

export interface BackupParts {
  readonly folder: string;
  /** Whether the configuration names it. */
  readonly isFolderNamed: boolean;
  /** Null where nobody wants any but those that are asked for. */
  readonly schedule: Schedule | null;
  readonly keep: Keep;
  readonly retention: BackupPlan["retention"];
  /** Makes a backup in the folder, which is named by when it begins. */
  readonly make: (at: Time) => Steps<Backup>;
  readonly operations: Operations;
  readonly kept: Pick<KeptOperations, "noteBackup">;
  readonly store: Pick<Store, "execute" | "page">;
  /** In ms since 1970. */
  readonly now: () => number;
  readonly log: Pick<Log, "error" | "info">;
  readonly lookEvery?: number;
}

/** The backups of a server, whether it makes any or not. */
export interface Backups {
  /** Begins one. `operation-running` where one is under way. */
  begin(by: By | null): Promise<Result<KeptOperation>>;
  /** Null where the database is backed up by its own programs. */
  plan(): BackupPlan | null;
  /** Newest first. */
  all(): Promise<readonly Backup[]>;
  /** `backup-not-found`, also for what is no name of a backup. */
  find(name: string): Promise<Result<FoundBackup>>;
  /** Notes who takes it away: whoever has it, has all that the database knows. */
  noteDownload(name: string, by: By): Promise<Result<null>>;
  remove(name: string, by: By): Promise<Result<null>>;
  /** Begins none any more, and resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/**
 * The backups of a server: makes them when they are due or asked for, removes those that are not to
 * be kept any longer, and says as an alert when one fails or none was made.
 */
export function startBackups({
  folder,
  isFolderNamed,
  schedule,
  keep,
  retention,
  make,
  operations,
  kept,
  store,
  now,
  log,
  lookEvery = LOOK_EVERY,
}: BackupParts): Backups {
  const startedAt = now();
  let looked = startedAt;
  let checked = -Infinity;
  let looking: Promise<void> | null = null;
  const settling = new Set<Promise<void>>();
  const timer = schedule === null ? undefined : setInterval(look, lookEvery, schedule).unref();

  async function begin(by: By | null): Promise<Result<KeptOperation>> {
    const started = await operations.start("backup", () => make(iso(now())), by);
    if (!started.ok) return started;
    const settled = started.value.ended.then(settle).catch(faulty);
    settling.add(settled);
    void settled.finally(() => settling.delete(settled));
    return ok(started.value.operation);
  }

  /** Does what follows from its end: an interrupted or cancelled one has not failed. */
  async function settle({ state, result, problem }: Operation<Backup>): Promise<void> {
    if (state === "done" && result !== null) {
      log.info({ backup: result.name, bytes: result.bytes }, "a backup was made");
      for (const fault of await told()) await say(endedReport(fault, iso(now())));
      await rotate(result);
    } else if (problem !== null && problem.code !== "operation-interrupted") {
      await say(failedReport(problem, iso(now())));
    }
  }

  /** The one just made stays, also beside older ones that a clock gone wrong has dated later. */
  async function rotate(made: Backup): Promise<void> {
    for (const name of expired(keep, await backupsIn(folder))) {
      if (name === made.name) continue;
      const found = await backupIn(folder, name);
      if (found !== null) await removeBackup(found);
      log.info({ backup: name }, "a backup was removed: it is not to be kept any longer");
    }
  }

  /** The faults of which an alert tells that is not resolved. */
  async function told(): Promise<BackupFault[]> {
    const filter = { ...EVERYTHING, source: [TOLD_BY], status: OPEN, deleted: "include" } as const;
    const page = await store.page(filter, { type: "head" }, MOST_OPEN);
    if (!page.ok) throw new Error(`The own alerts cannot be read: ${page.problem.code}`);
    if (page.value.searchedTo) throw new Error("The own alerts cannot be found in time.");
    return page.value.alerts.flatMap((alert) => faultTold(alert) ?? []);
  }

  async function say(report: Report): Promise<void> {
    const said = await store.execute([{ type: "Report", report }], null);
    if (!said.ok) log.error({ ...said.problem, report: report.fingerprint }, "an alert is lost");
  }

  function look(schedule: Schedule): void {
    looking ??= lookAt(schedule)
      .catch(faulty)
      .finally(() => (looking = null));
  }

  /** A time that was slept through is made up for at once. */
  async function lookAt(schedule: Schedule): Promise<void> {
    const time = now();
    const due = schedule.next(looked);
    // Each look answers for the time since the one before.
    looked = time;
    if (due !== null && due <= time) await beginDue();
    if (time - checked < CHECK_EVERY || settling.size > 0) return;
    checked = time;
    await check(schedule, time);
  }

  async function beginDue(): Promise<void> {
    const begun = await begin(null);
    if (begun.ok || NO_FAILURES.has(begun.problem.code)) return;
    await say(failedReport(begun.problem, iso(now())));
  }

  /** Said once: it would else be repeated as often as it is looked. */
  async function check(schedule: Schedule, time: number): Promise<void> {
    // One that is dated later than now, by a clock gone wrong, says nothing of when it was made.
    const newest = (await backupsIn(folder)).find(({ at }) => Date.parse(at) <= time);
    const last = newest === undefined ? startedAt : Date.parse(newest.at);
    if (!isOverdue(schedule, last, time) || (await told()).includes("backup-overdue")) return;
    await say(overdueReport(newest?.at ?? null, iso(time)));
  }

  function faulty(error: unknown): void {
    log.error({ err: error }, "what follows a backup failed");
  }

  async function find(name: string): Promise<Result<FoundBackup>> {
    const found = await backupIn(folder, name);
    return found === null ? noBackup() : ok(found);
  }

  async function remove(name: string, by: By): Promise<Result<null>> {
    const found = await find(name);
    if (!found.ok) return found;
    const noted = await kept.noteBackup("backup-removed", name, by);
    if (noted.ok) await removeBackup(found.value);
    return noted;
  }

  async function stop(): Promise<void> {
    clearInterval(timer);
    await looking;
    await operations.stop();
    await Promise.all(settling);
  }

  function plan(): BackupPlan {
    const next = schedule?.next(now()) ?? null;
    return {
      folder,
      isFolderNamed,
      schedule: schedule?.line ?? null,
      next: next === null ? null : iso(next),
      keep,
      retention,
    };
  }

  return {
    begin,
    plan,
    all: () => backupsIn(folder),
    find,
    noteDownload: (name: string, by: By) => kept.noteBackup("backup-downloaded", name, by),
    remove,
    stop,
  };
}

/** Why none was begun where nothing is amiss: one is under way, or the server ends. */
const NO_FAILURES: ReadonlySet<ProblemCode> = new Set(["operation-running", "stopping"]);

const OPEN = ["firing", "acknowledged"] as const;

function noBackup() {
  return fail("backup-not-found", "There is no backup of that name.");
}

function iso(time: number): Time {
  return new Date(time).toISOString();
}
