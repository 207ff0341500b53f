import type { Problem, Result } from "../../domain/problem.ts";

/** Thrown where a read that answers at once is refused; its message is for the log only. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly problem: Problem;

  constructor({ problem, cause }: { readonly problem: Problem; readonly cause: string }) {
    super(cause);
    this.problem = problem;
  }
}

/** A refusal, or a defect in the program: what cannot be answered, as threads and processes tell of it. */
export type Failure =
  | { readonly type: "refused"; readonly problem: Problem; readonly cause: string }
  | { readonly type: "fault"; readonly error: unknown };

/** What was answered; what cannot be read or written is thrown. */
export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { problem } = result;
  throw new Refusal({ problem, cause: problem.detail });
}

/** What a read answers; where it is refused, the problem that the {@link Refusal} carries. */
export async function asResult<T>(read: () => Result<T> | Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem };
    throw error;
  }
}
