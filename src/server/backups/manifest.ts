import * as v from "valibot";
import { backupSchema } from "../../protocol/backups.ts";

/** The one way in which manifests are written so far. */
const VERSION = 1;

/** What lies beside a backup as JSON: what is to be found in it. */
export const manifestSchema = v.object({
  version: v.literal(VERSION),
  ...backupSchema.entries,
  /** Of the database that it is a copy of. */
  epoch: v.string(),
  /** Of the database in it, before it was compressed. */
  databaseBytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Manifest = Readonly<v.InferOutput<typeof manifestSchema>>;

/** Null where the text is none that we read. */
export function readManifest(text: string): Manifest | null {
  try {
    const parsed = v.safeParse(manifestSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Its text, for people as well. */
export function manifestText(manifest: Omit<Manifest, "version">): string {
  return `${JSON.stringify({ version: VERSION, ...manifest }, null, 2)}\n`;
}
