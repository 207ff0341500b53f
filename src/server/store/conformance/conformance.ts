import { describe } from "vitest";
import { describeEnds } from "./ends.ts";
import { describePages } from "./pages.ts";
import { describeReads } from "./reads.ts";
import { describeRetention } from "./retention.ts";
import type { Open } from "./subject.ts";
import { describeWrites } from "./writes.ts";

/** What every implementation of the store must do. `open` gives one that is empty. */
export function describeStore(name: string, open: Open): void {
  describe(name, () => {
    describe("writes", () => describeWrites(open));
    describe("pages", () => describePages(open));
    describe("reads", () => describeReads(open));
    describe("retention", () => describeRetention(open));
    describe("ends", () => describeEnds(open));
  });
}
