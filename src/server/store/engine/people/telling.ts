import type { Changed } from "../../people.ts";
import type { Noted } from "./audit.ts";

/**
 * Tells of each entry of the audit once, in whatever order it is heard of: from the answer to a
 * change, or by a look at the file, which alone shows what another process has changed. `seen` is
 * the last entry of which nobody needs to be told.
 */
export function createTelling(seen: number, tell: (changed: Changed) => void) {
  /** What was told before a look has come to it. */
  const told = new Set<number>();
  let looked = seen;

  function answered(noted: readonly Noted[]): void {
    for (const { id, changed } of noted) {
      if (id <= looked || told.has(id)) continue;
      told.add(id);
      tell(changed);
    }
  }

  /** `last` is the number of the last entry there was, `noted` those after `seen()` up to it. */
  function found(noted: readonly Noted[], last: number): void {
    // A database that was set back numbers anew what comes after that.
    if (last < looked) told.clear();
    looked = last;
    for (const { id, changed } of noted) {
      if (!told.delete(id)) tell(changed);
    }
  }

  return { answered, found, seen: () => looked };
}
