import { ok, type Problem, type Result } from "../../../../domain/problem.ts";

/** How long (ms) what became of the last write says what would become of the next. */
const FRESH = 1_000;

export interface ReadinessListener {
  /** Told why SQLite refuses to write: once, until it writes again or says something else. */
  readonly refused: (cause: string) => void;
  readonly recovered: () => void;
}

/**
 * Knows whether the store takes writes, from the writes themselves. Only where none has been made
 * lately does it ask for a probe, so that who looks every second costs next to nothing.
 */
export function createReadiness(listener: ReadinessListener, now: () => number) {
  let last: { readonly result: Result<null>; readonly at: number } | null = null;
  let probing: Promise<Result<null>> | null = null;

  function took(): void {
    if (last?.result.ok === false) listener.recovered();
    last = { result: ok(null), at: now() };
  }

  function refused(problem: Problem, cause: string): void {
    const before = last?.result.ok === false ? last.result.problem.code : null;
    if (before !== problem.code) listener.refused(cause);
    last = { result: { ok: false, problem }, at: now() };
  }

  /** The probe itself is heard of by `took` and `refused`, as every write is. */
  async function ask(probe: () => Promise<Result<unknown>>): Promise<Result<null>> {
    if (last !== null && now() - last.at < FRESH) return last.result;
    probing ??= probe()
      .then((result) => (result.ok ? ok(null) : result))
      .finally(() => (probing = null));
    return probing;
  }

  return { took, refused, ask };
}
