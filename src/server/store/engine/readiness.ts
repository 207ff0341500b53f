import { ok, type Problem, type Result } from "../../../domain/problem.ts";

/** How long (ms) what became of the last write says what would become of the next. */
const FRESH = 1_000;
/**
 * Bytes for which a probe finds room. Once a write was refused for want of it, it takes more to go
 * on than what the refused one left: as much as the largest body.
 */
const ROOM = 4_096;
const ROOM_TO_GO_ON = 1_048_576;

export interface ReadinessListener {
  /** Told why the database refuses to write: once, until it writes again or says something else. */
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
  /** Whether nothing was written since a write was refused for want of room. */
  let lacksRoom = false;

  function took(): void {
    if (last?.result.ok === false) listener.recovered();
    last = { result: ok(null), at: now() };
    lacksRoom = false;
  }

  function refused(problem: Problem, cause: string): void {
    const before = last?.result.ok === false ? last.result.problem.code : null;
    if (before !== problem.code) listener.refused(cause);
    last = { result: { ok: false, problem }, at: now() };
    if (problem.code === "store-full") lacksRoom = true;
  }

  /** Writes so many bytes as leave no trace, unless it is known what would become of them. */
  async function ask(probe: (bytes: number) => Promise<Result<unknown>>): Promise<Result<null>> {
    if (last !== null && now() - last.at < FRESH) return last.result;
    probing ??= settle(probe(lacksRoom ? ROOM_TO_GO_ON : ROOM)).finally(() => (probing = null));
    return probing;
  }

  /** Where it is refused, that is heard of by `refused`, as it is of every write. */
  async function settle(probed: Promise<Result<unknown>>): Promise<Result<null>> {
    const result = await probed;
    if (!result.ok) return result;
    took();
    return ok(null);
  }

  return { took, refused, ask };
}
