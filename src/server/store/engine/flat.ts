import type { Result } from "../../../domain/problem.ts";

/** What a write answers, or why it cannot be written. */
export function flat<T>(written: Result<Result<T>>): Result<T> {
  return written.ok ? written.value : written;
}
