import { PassThrough, type Readable, type Writable } from "node:stream";
import type { Steps } from "../../domain/operation.ts";
import { ok, type Result } from "../../domain/problem.ts";
import type { Exported, Part } from "../../protocol/export.ts";
import type { Operations } from "../operations/operations.ts";
import type { By } from "../store/people.ts";

export interface ExportsParts {
  readonly operations: Pick<Operations, "start">;
  /** Writes an export, and destroys what it is written to where it is broken off. */
  readonly make: (part: Part, to: Writable) => Steps<Exported>;
}

export type Exports = ReturnType<typeof createExports>;

/** The exports of a server: each is sent as it is made, so it lasts as long as whoever takes it. */
export function createExports({ operations, make }: ExportsParts) {
  /**
   * Begins one. What it returns ends when the operation has: whoever has all of it may ask for the next.
   * `operation-running` where one is under way.
   */
  async function begin(part: Part, by: By): Promise<Result<Readable>> {
    const sent = new PassThrough();
    const started = await operations.start("export", () => make(part, sent), by);
    if (!started.ok) return started;
    void started.value.ended.then(({ state }) => state === "done" && sent.end());
    return ok(sent);
  }

  return { begin };
}
