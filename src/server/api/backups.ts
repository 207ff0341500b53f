import "server-only";
import { createReadStream } from "node:fs";
import * as v from "valibot";
import { ok, type Result } from "../../domain/problem.ts";
import { backupsSchema, oneBackupPlanSchema } from "../../protocol/backups.ts";
import { oneOperationSchema } from "../../protocol/operations.ts";
import type { Backups } from "../backups/backups.ts";
import { Download } from "../http/download.ts";
import type { Admitted, Route } from "../http/route.ts";
import { byOf } from "./by.ts";
import { shownOperation } from "./operations.ts";

export interface BackupsParts {
  readonly backups: Backups;
}

const ZSTD = "application/zstd";

/** Copies of the whole database: to make one, to take one away, to remove one. */
export function backupRoutes({ backups }: BackupsParts): Route[] {
  return [
    {
      method: "POST",
      path: "/api/backups",
      summary: "Begin a backup, which is an operation",
      need: "admin",
      answer: oneOperationSchema,
      status: 202,
      async handle({ principal, address }) {
        const begun = await backups.begin(byOf(principal, address));
        return begun.ok ? ok({ operation: shownOperation(begun.value) }) : begun;
      },
    },
    {
      method: "GET",
      path: "/api/backups",
      summary: "The backups that there are, newest first",
      need: "admin",
      answer: backupsSchema,
      handle: async () => ok({ backups: await backups.all() }),
    },
    {
      method: "GET",
      path: "/api/backup-plan",
      summary: "When backups are made, where they lie, and which of them stay",
      need: "admin",
      answer: oneBackupPlanSchema,
      handle: async () => ok({ plan: backups.plan() }),
    },
    {
      method: "GET",
      path: "/api/backups/:name",
      summary: "The file of a backup, or a part of it",
      need: "admin",
      answer: v.null(),
      downloads: ZSTD,
      inParts: true,
      handle: (call) => download(backups, call),
    },
    {
      method: "DELETE",
      path: "/api/backups/:name",
      summary: "Remove a backup",
      need: "admin",
      answer: v.null(),
      status: 204,
      handle: ({ name, principal, address }) => backups.remove(name, byOf(principal, address)),
    },
  ];
}

async function download(
  backups: Backups,
  { name, principal, address }: Admitted,
): Promise<Result<Download>> {
  const found = await backups.find(name);
  if (!found.ok) return found;
  const noted = await backups.noteDownload(name, byOf(principal, address));
  if (!noted.ok) return noted;
  const { backup, file } = found.value;
  return ok(
    new Download({
      mediaType: ZSTD,
      name,
      whole: { bytes: backup.bytes, tag: `"${backup.sha256}"` },
      open: (part) =>
        createReadStream(file, part === null ? {} : { start: part.first, end: part.last }),
    }),
  );
}
