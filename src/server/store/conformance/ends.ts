import { describe, expect, test } from "vitest";
import { readFilter } from "../../../domain/filter.ts";
import { HEAD, type Open, opening, range, subjectOf, valueOf } from "./subject.ts";

/** What a store must do when it, or whoever reads, is to stop. */
export function describeEnds(open: Open): void {
  const { store, fill } = subjectOf(open);

  describe("a reader who has gone", () => {
    const filter = readFilter({ q: "disk" });

    test("is answered by a rejection with its reason", async () => {
      await fill(1);
      const gone = new AbortController();
      const pages = range(1, 20).map(() => store().page(filter, HEAD, 10, gone.signal));
      gone.abort(new Error("hung up"));
      for (const page of pages) await expect(page).rejects.toThrow("hung up");
      await expect(store().page(filter, HEAD, 10, gone.signal)).rejects.toThrow("hung up");
    });

    test("takes nobody else's query along", async () => {
      await fill(3);
      for (const _ of range(1, 15)) {
        const gone = new AbortController();
        const abandoned = store()
          .page(filter, HEAD, 10, gone.signal)
          .catch(() => null);
        const wanted = store().page(filter, HEAD, 10);
        gone.abort();
        expect(valueOf(await wanted).alerts).toHaveLength(3);
        await abandoned;
      }
    });
  });

  describe("close", () => {
    test("finishes what was accepted, refuses what comes after, and may be asked for twice", async () => {
      const accepted = range(1, 10).map(() => store().execute([opening()], null));
      const reading = store().page(readFilter({ q: "disk" }), HEAD, 10);
      const closed = [store().close(), store().close()];
      const late = [
        store().execute([opening()], null),
        store().page(readFilter({ q: "disk" }), HEAD, 10),
      ];
      expect((await Promise.all(accepted)).map(({ ok }) => ok)).toEqual(
        range(1, 10).map(() => true),
      );
      for (const answer of await Promise.all(late)) {
        expect(answer).toMatchObject({ ok: false, problem: { code: "stopping" } });
      }
      await reading;
      await Promise.all(closed);
    });
  });
}
