import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { advanceOperation, beginOperation } from "../../../domain/operation.ts";
import { MOST_OPERATIONS, type Operations } from "../operations.ts";
import type { By, People } from "../people.ts";
import type { Store } from "../store.ts";
import { range, valueOf } from "./subject.ts";

interface OpenOperations extends Store {
  readonly people: People;
  readonly operations: Operations;
}

const BY: By = { actor: "user:root", address: "192.0.2.1" };
const AT = "2026-11-26T12:00:00.000Z";
const LATER = "2026-11-26T12:00:07.000Z";
const BACKUP = beginOperation("backup", AT);

/** What every implementation of the list of operations must do. `scratch` gives what opens a store of its own. */
export function describeOperations(
  name: string,
  scratch: () => Promise<() => Promise<OpenOperations>>,
): void {
  describe(name, () => {
    let current: OpenOperations | null = null;
    let open: (() => Promise<OpenOperations>) | null = null;
    beforeEach(async () => {
      open = await scratch();
      current = await open();
      onTestFinished(() => current?.close());
    });

    /** As the process ends that has it open, and the next begins. */
    async function reopen(): Promise<void> {
      await current?.close();
      current = null;
      current = (await open?.()) ?? null;
    }

    function store(): OpenOperations {
      if (current === null) throw new Error("No test is running.");
      return current;
    }
    const operations = () => store().operations;
    const begin = async (by: By | null = null) => valueOf(await operations().begin(BACKUP, by));

    test("what has begun is in the list, and how it ended", async () => {
      const begun = await begin();
      expect(begun).toEqual({ id: 1, ...BACKUP });
      const progress = { done: 3, total: 4, unit: "pages" };
      const far = advanceOperation(BACKUP, { type: "progressed", progress });
      const ended = advanceOperation(far, { type: "done", at: LATER, result: { name: "b" } });
      valueOf(await operations().end(begun.id, ended));
      expect(await operations().operation(begun.id)).toEqual({
        id: 1,
        kind: "backup",
        state: "done",
        progress,
        startedAt: AT,
        endedAt: LATER,
        result: { name: "b" },
        problem: null,
      });
    });

    test("one that is not in the list is null", async () => {
      expect(await operations().operation(1)).toBeNull();
    });

    test("the list is newest first, and has the last of many", async () => {
      for (const _ of range(1, MOST_OPERATIONS + 3)) await begin();
      const ids = (await operations().all()).map(({ id }) => id);
      expect(ids).toEqual(range(4, MOST_OPERATIONS + 3).toReversed());
    });

    test("what nobody saw the end of has failed, and what had ended stays as it ended", async () => {
      const ended = await begin();
      const cancelled = advanceOperation(BACKUP, { type: "cancelled", at: AT });
      valueOf(await operations().end(ended.id, cancelled));
      await begin();
      await reopen();
      valueOf(await operations().interrupt(LATER));
      expect(await operations().all()).toMatchObject([
        { id: 2, state: "failed", endedAt: LATER, problem: { code: "operation-interrupted" } },
        { id: 1, state: "cancelled", endedAt: AT, problem: null },
      ]);
    });

    test("what has come of one so far outlives the process that ran it", async () => {
      const { id } = await begin();
      const progress = { done: 500, total: 1_000, unit: "alerts" };
      const result = { done: 500 };
      const far = advanceOperation(BACKUP, { type: "progressed", progress, result });
      valueOf(await operations().keep(id, far));
      expect(await operations().operation(id)).toMatchObject({ state: "running", result });
      await reopen();
      valueOf(await operations().interrupt(LATER));
      expect(await operations().operation(id)).toMatchObject({ state: "failed", progress, result });
    });

    test("the audit has who began and who cancelled, and nothing of what nobody began", async () => {
      await begin();
      const { id } = await begin(BY);
      valueOf(await operations().noteCancel(id, BY));
      const on = `operation:${id}`;
      const detail = { operation: id, kind: "backup" };
      expect(await store().people.audit(null, 10)).toMatchObject([
        { type: "operation-cancelled", on, detail, ...BY },
        { type: "operation-started", on, detail, ...BY },
      ]);
    });

    test("the audit has who took a backup away and who had it removed", async () => {
      valueOf(await operations().noteBackup("backup-downloaded", "b1", BY));
      valueOf(await operations().noteBackup("backup-removed", "b1", BY));
      expect(await store().people.audit(null, 10)).toMatchObject([
        { type: "backup-removed", on: "backup:b1", detail: { backup: "b1" }, ...BY },
        { type: "backup-downloaded", on: "backup:b1", detail: { backup: "b1" }, ...BY },
      ]);
    });
  });
}
