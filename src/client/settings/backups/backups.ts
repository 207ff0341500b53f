import * as v from "valibot";
import type { Answer } from "../../../protocol/answer.ts";
import {
  type Backup,
  type BackupPlan,
  backupsSchema,
  oneBackupPlanSchema,
} from "../../../protocol/backups.ts";
import {
  oneOperationSchema,
  operationsSchema,
  type ShownOperation,
} from "../../../protocol/operations.ts";
import { request } from "../../api/request.ts";

/** Newest first. */
export async function readBackups(): Promise<Answer<readonly Backup[]>> {
  const answer = await request(backupsSchema, "/api/backups");
  return answer.ok ? { ok: true, value: answer.value.backups } : answer;
}

/** Null where the database is backed up by its own programs. */
export async function readBackupPlan(): Promise<Answer<BackupPlan | null>> {
  const answer = await request(oneBackupPlanSchema, "/api/backup-plan");
  return answer.ok ? { ok: true, value: answer.value.plan } : answer;
}

/** Newest first. */
export async function readOperations(): Promise<Answer<readonly ShownOperation[]>> {
  const answer = await request(operationsSchema, "/api/operations");
  return answer.ok ? { ok: true, value: answer.value.operations } : answer;
}

/** The operation that it is. */
export async function beginBackup(): Promise<Answer<ShownOperation>> {
  const answer = await request(oneOperationSchema, "/api/backups", { method: "POST" });
  return answer.ok ? { ok: true, value: answer.value.operation } : answer;
}

/** Where the file of a backup is. */
export function backupAddress(name: string): string {
  return `/api/backups/${name}`;
}

export function removeBackup(name: string): Promise<Answer<unknown>> {
  return request(v.null(), backupAddress(name), { method: "DELETE" });
}
