import type { Time } from "../../domain/alert.ts";
import type { Report } from "../../domain/command.ts";
import type { Problem } from "../../domain/problem.ts";
import { PROBLEMS } from "../../domain/problems.ts";

const SOURCE = "tocsin";

/** What may be amiss with backups, each an alert of its own. */
export const FINGERPRINTS = ["backup-failed", "backup-overdue"] as const;
export type BackupFault = (typeof FINGERPRINTS)[number];

/** What Tocsin says of itself when a backup fails. */
export function failedReport({ code, detail }: Problem, at: Time): Report {
  return {
    ...firing("backup-failed", at),
    title: "A backup failed",
    description: `${PROBLEMS[code].title}. ${detail} Until one succeeds, the newest backup is the last before.`,
    annotations: { code },
  };
}

/** And when none was made in the time in which two should have been. `last` is that of the newest, if any. */
export function overdueReport(last: Time | null, at: Time): Report {
  const newest = last === null ? "There is none yet." : `The newest is of ${last}.`;
  return {
    ...firing("backup-overdue", at),
    title: "The backup is overdue",
    description: `${newest} The schedule (BACKUP_SCHEDULE) has come up twice since.`,
    annotations: {},
  };
}

/** And when one succeeds. */
export function endedReport(fingerprint: BackupFault, at: Time): Report {
  return { ...subject(fingerprint), status: "resolved", startedAt: null, resolvedAt: at };
}

function firing(fingerprint: BackupFault, at: Time) {
  return {
    ...subject(fingerprint),
    severity: "error",
    status: "firing",
    url: null,
    startedAt: at,
    resolvedAt: null,
  } as const;
}

function subject(fingerprint: BackupFault) {
  return { source: SOURCE, fingerprint, labels: {} };
}

/** The fault that an alert tells of; null where it is about something else. */
export function faultTold(alert: {
  readonly source: string;
  readonly fingerprint: string | null;
}): BackupFault | null {
  const of = FINGERPRINTS.find((fingerprint) => fingerprint === alert.fingerprint);
  return alert.source === SOURCE && of !== undefined ? of : null;
}

/** The source whose alerts to look among. */
export const TOLD_BY = SOURCE;
