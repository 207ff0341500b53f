import "server-only";
import type { ProblemCode, Result } from "../../domain/problem.ts";

/** Refusals that are listed; what is more is counted. */
const MOST_LISTED = 1_000;

/** What became of many alerts. */
export interface BulkResult {
  readonly done: number;
  readonly rejected: number;
  /** The first thousand of those that refused. */
  readonly rejections: readonly Rejection[];
}

interface Rejection {
  readonly id: number;
  readonly code: ProblemCode;
}

export const NOTHING: BulkResult = { done: 0, rejected: 0, rejections: [] };

/** What became of them, in the same order as the answers. */
export function resultOf(ids: readonly number[], answers: readonly Result<unknown>[]): BulkResult {
  const rejections = answers.flatMap((answer, index) =>
    answer.ok ? [] : [{ id: ids[index] ?? 0, code: answer.problem.code }],
  );
  return {
    done: answers.length - rejections.length,
    rejected: rejections.length,
    rejections,
  };
}

/** Of both together. */
export function sumOf(one: BulkResult, other: BulkResult): BulkResult {
  return {
    done: one.done + other.done,
    rejected: one.rejected + other.rejected,
    rejections: [...one.rejections, ...other.rejections].slice(0, MOST_LISTED),
  };
}
