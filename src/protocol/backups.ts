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

/** Newest first. */
export const backupsSchema = v.object({ backups: v.array(backupSchema) });
