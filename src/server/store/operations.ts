import type { Time } from "../../domain/alert.ts";
import type { Operation } from "../../domain/operation.ts";
import type { Result } from "../../domain/problem.ts";
import type { By } from "./people.ts";

/** Operations that the list has; the oldest make way. */
export const MOST_OPERATIONS = 100;

/** An operation with its number in the list, which is never given again. */
export interface KeptOperation extends Operation {
  readonly id: number;
}

/**
 * The list of long work that a server has begun. Every implementation passes conformance/operations.ts.
 *
 * - How far a running operation is MUST NOT be asked of the list: it hears of the beginning, of the end, and of what a
 *   step has done that must be known should the process die. That MUST be in the list after such an end, too.
 * - What somebody begins or cancels MUST be in the audit as surely as in the list. What cannot be
 *   written is answered with the codes of Store.
 */
export interface Operations {
  /** Newest first. */
  all(): Promise<readonly KeptOperation[]>;
  operation(id: number): Promise<KeptOperation | null>;
  /** `by` is null where nobody asked for it, as for what a schedule begins. */
  begin(operation: Operation, by: By | null): Promise<Result<KeptOperation>>;
  /** What has come of one that goes on. */
  keep(id: number, operation: Operation): Promise<Result<null>>;
  /** How it ended. Nothing is done where it is not in the list any more. */
  end(id: number, ended: Operation): Promise<Result<null>>;
  /** Notes who wants it to end. */
  noteCancel(id: number, by: By): Promise<Result<null>>;
  /** Notes who takes a backup away, or has it removed. */
  noteBackup(
    type: "backup-downloaded" | "backup-removed",
    name: string,
    by: By,
  ): Promise<Result<null>>;
  /**
   * Those that are running have ended with the process that ran them, which nobody but the next can say. Where several
   * share the list, what any of them runs MUST go on, also what this one does.
   */
  interrupt(at: Time): Promise<Result<null>>;
}
