import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A copy of the whole database: what it holds, and the file in which it lies. */
export const backupSchema = v.object({
  name: v.string(),
  /** When it was begun: it holds what there was at that moment. */
  at: v.string(),
  /** Of the file. */
  bytes: count,
  /** The last event in it. */
  seq: count,
  alerts: count,
  events: count,
  /** Of the file, in hexadecimal. */
  sha256: v.pipe(v.string(), v.regex(/^[\da-f]{64}$/u)),
  /** Whether the copy was looked through before it was compressed; one that did not pass is not kept. */
  checked: v.boolean(),
});
export type Backup = Readonly<v.InferOutput<typeof backupSchema>>;

/** The last so many, or one for each of the last so many days, weeks and months that have one. */
export const keepSchema = v.variant("type", [
  v.object({ type: v.literal("last"), count }),
  v.object({ type: v.literal("spread"), days: count, weeks: count, months: count }),
]);
export type Keep = Readonly<v.InferOutput<typeof keepSchema>>;

/** When backups are made without being asked for, where they lie, and which of them stay; and how long alerts do. */
export const backupPlanSchema = v.object({
  folder: v.string(),
  /** Whether BACKUP_DIR names it; else it is beside the database. */
  isFolderNamed: v.boolean(),
  /** The line of cron, and when it comes up next; null where there is none, or it never does again. */
  schedule: v.nullable(v.string()),
  next: v.nullable(v.string()),
  keep: keepSchema,
  /** How long resolved alerts are kept, and those in the trash, such as `90d`; null for ever. */
  retention: v.object({ resolved: v.nullable(v.string()), trash: v.nullable(v.string()) }),
});
export type BackupPlan = Readonly<v.InferOutput<typeof backupPlanSchema>>;

/** Null where the database is backed up by its own programs, as PostgreSQL is. */
export const oneBackupPlanSchema = v.object({ plan: v.nullable(backupPlanSchema) });

/** Newest first. */
export const backupsSchema = v.object({ backups: v.array(backupSchema) });
