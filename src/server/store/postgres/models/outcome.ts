import type { Alert } from "../../../../domain/alert.ts";
import type { Memory } from "../../../../domain/memory.ts";

/** What became of an alert: as it was in the database, null where it was not there, and as it is to be. */
export interface Outcome {
  readonly id: number;
  readonly before: Alert | null;
  readonly after: { readonly alert: Alert; readonly memory: Memory } | null;
}
