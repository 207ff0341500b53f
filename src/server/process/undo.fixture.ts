import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { OPERATOR } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import { EVERYTHING } from "../../domain/filter.ts";
import type { Steps } from "../../domain/operation.ts";
import type { Principal } from "../../domain/principal.ts";
import { opening, valueOf } from "../store/conformance/subject.ts";
import type { Store } from "../store/store.ts";
import { type Act, ACTIONS, commandOf } from "../api/act.ts";
import { bulkSteps } from "../api/bulk-steps.ts";
import { undoSteps } from "../api/undo-steps.ts";

const ALERTS = 6;
const NOW = Date.parse("2026-01-01T00:00:00.000Z");

const until = fc.constantFrom("2099-01-01T00:00:00.000Z", "2099-02-01T00:00:00.000Z");
const act: fc.Arbitrary<Act> = fc
  .record({ action: fc.constantFrom(...ACTIONS), until, note: fc.constantFrom(undefined, "Why") })
  .map(({ action, until, note }) =>
    action === "snooze" ? { action, until, note } : { action, note },
  );
const deed = fc.record({ act, nth: fc.nat({ max: ALERTS - 1 }) });
const deeds = fc.array(deed, { maxLength: 12, size: "max" });

const principal: Principal = {
  name: "user:mira",
  role: "operator",
  scopes: ["read", "operate"],
  via: "password",
  source: null,
  userId: 1,
  sessionId: 1,
  keyId: null,
  until: Infinity,
};

/** What people decide of an alert. */
function standing({ status, snoozedUntil, deletedAt, acknowledgedAt }: Alert) {
  return JSON.stringify([status, snoozedUntil, deletedAt === null, acknowledgedAt === null]);
}

async function resultOf<T>(steps: Steps<T, T>): Promise<T> {
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
  }
}

/** Whatever was done before, and to whichever since, an alert stands as it did before or as it did since. */
export function describeUndo(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    test("is taken back, and nothing else", async () => {
      const store = await open();
      onTestFinished(() => store.close());
      const property = fc.asyncProperty(deeds, act, deeds, async (earlier, all, since) => {
        const opened = await store.execute(
          Array.from({ length: ALERTS }, () => opening({})),
          null,
        );
        const ids = valueOf(opened).map((done) => valueOf(done).alert?.id ?? 0);
        const doEach = async (done: typeof earlier) => {
          const commands = done.map(({ act, nth }) => commandOf(act, ids[nth] ?? 0));
          valueOf(await store.execute(commands, OPERATOR));
        };
        const alerts = () =>
          Promise.all(
            ids.map(async (id) => {
              const alert = await store.alert(id);
              if (alert === null) throw new Error(`There is no alert ${id}.`);
              return alert;
            }),
          );
        await doEach(earlier);
        const before = await alerts();
        const filter = { ...EVERYTHING, deleted: "include" as const };
        const work = { filter, upTo: store.head().seq, act: all };
        const { deed } = await resultOf(bulkSteps(store, work, principal));
        if (deed === null) throw new Error("A bulk cannot be taken back.");
        const acted = await alerts();
        await doEach(since);
        const changed = await alerts();
        const result = await resultOf(undoSteps({ store, of: 1, deed, principal, now: () => NOW }));
        const after = await alerts();

        const was = (index: number) => before[index]?.seq !== acted[index]?.seq;
        const stands = (index: number) => was(index) && changed[index]?.seq === acted[index]?.seq;
        const expected = ids.map((_, index) => (stands(index) ? before : changed)[index]);
        const wanted = expected.map((alert) => alert && standing(alert));
        expect(after.map(standing)).toEqual(wanted);
        const mine = ids.flatMap((_, index) => (was(index) ? [stands(index)] : []));
        const done = mine.filter(Boolean).length;
        expect(result).toMatchObject({ done, rejected: mine.length - done });
        // The next run acts on its own alone.
        const trash = ids.map((id) => ({ type: "Delete" as const, id }));
        await store.execute(trash, OPERATOR);
        await Promise.all(ids.map((id) => store.forget(id, { actor: OPERATOR, address: null })));
      });
      await fc.assert(property, { numRuns: 60 });
    });
  });
}
