import { ok } from "../../../../domain/problem.ts";
import { failureOf } from "../file/refusal.ts";
import type { WriteContext } from "./audit.ts";
import type { WritePeople } from "../../engine/people/writes.ts";
import { PEOPLE_WRITES } from "./writes.ts";

/** Writes on this thread, for whoever has the connection that writes to itself. */
export function writeHere(writing: WriteContext): WritePeople {
  return async (name, input) => {
    // Typed by its name, which is lost where any of them may be meant.
    const write = PEOPLE_WRITES[name](writing) as (given: typeof input) => never;
    try {
      return ok(writing.tables.$client.transaction(write).immediate(input));
    } catch (error) {
      const failure = failureOf(error);
      if (failure.type === "fault") throw error;
      return { ok: false, problem: failure.problem };
    }
  };
}
