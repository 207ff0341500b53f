import type { Actor } from "../../../../domain/actor.ts";
import type { ProblemCode, Result } from "../../../../domain/problem.ts";
import { fail } from "../../../../domain/problem.ts";
import type { AuditEntry } from "../../../../protocol/people.ts";
import type { Changed } from "../../people.ts";

/** An entry as it is to be noted. */
export interface NewEntry {
  readonly type: AuditEntry["type"];
  readonly actor: Actor;
  readonly on:
    | Actor
    | `${"webhook" | "monitor" | "operation" | "backup" | "alert"}:${string}`
    | null;
  readonly address: string | null;
  readonly detail: AuditEntry["detail"];
  readonly changed?: Partial<Changed>;
}

const NOBODY: Changed = { sessions: [], users: [], keys: [] };

/** Whose rights an entry changes, null where it changes nobody's. */
export function changedBy({ changed }: NewEntry): Changed | null {
  const all = { ...NOBODY, ...changed };
  return Object.values(all).some((numbers) => numbers.length > 0) ? all : null;
}

/** An entry that says whose rights were changed, by its number. */
export interface Noted {
  readonly id: number;
  readonly changed: Changed;
}

/** The entries after one of them that say whose rights were changed, oldest first, and the last entry there is. */
export interface Looked {
  readonly noted: readonly Noted[];
  readonly last: number;
}

/** What became of a write, and what the listeners are to be told of it. */
export interface Written<T> {
  readonly result: Result<T>;
  readonly noted: readonly Noted[];
}

/** A write that was refused, before it wrote anything. */
export function refused(code: ProblemCode, detail: string): Written<never> {
  return { result: fail(code, detail), noted: [] };
}
