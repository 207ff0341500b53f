import { expect, test } from "vitest";
import type { Operation, Progress, Steps } from "../../domain/operation.ts";
import { runOperation } from "./run-operation.ts";

const problem = { code: "internal", detail: "This has been logged." } as const;

/** So many steps; `undone` is called where they are broken off or fail. */
function* work(steps: number, undone: () => void, fault?: Error): Steps<string> {
  let isWhole = false;
  try {
    for (let done = 1; done <= steps; done++) {
      yield { done, total: steps, unit: "rows" } satisfies Progress;
      if (done === 2 && fault !== undefined) throw fault;
    }
    isWhole = true;
    return "all";
  } finally {
    if (!isWhole) undone();
  }
}

function run(
  steps: Steps<string | number, number>,
  watch: (operation: Operation) => void = () => {},
  stop = new AbortController(),
) {
  const told: Operation[] = [];
  const errors: unknown[] = [];
  const kept: unknown[] = [];
  const operation = runOperation(steps, {
    kind: "rebuild",
    startedAt: "1970-01-01T00:00:00.000Z",
    signal: stop.signal,
    now: () => 0,
    onChange(operation) {
      told.push(operation);
      watch(operation);
    },
    async keep({ result }) {
      kept.push(result);
    },
    problemOf(error) {
      errors.push(error);
      return problem;
    },
  });
  return { operation, told, errors, kept };
}

test("work is done step by step, and each is told", async () => {
  const { operation, told } = run(work(3, () => {}));
  expect(await operation).toMatchObject({ state: "done", result: "all", progress: { done: 3 } });
  expect(told.map(({ state, progress }) => [state, progress.done])).toEqual([
    ["running", 0],
    ["running", 1],
    ["running", 2],
    ["running", 3],
    ["done", 3],
  ]);
});

test("what has come of it so far is kept, also where it is broken off or fails", async () => {
  function* deeds(): Steps<number, number> {
    yield { done: 0, total: 2, unit: "rows" };
    yield { done: 1, total: 2, unit: "rows", result: 1 };
    yield { done: 2, total: 2, unit: "rows", result: 2 };
    throw new Error("no");
  }
  const failed = run(deeds());
  expect(await failed.operation).toMatchObject({ state: "failed", result: 2 });
  expect(failed.kept).toEqual([1, 2]);
  const stop = new AbortController();
  const watch = ({ progress }: Operation) => void (progress.done === 1 && stop.abort());
  const { operation, kept } = run(deeds(), watch, stop);
  expect(await operation).toEqual({
    kind: "rebuild",
    state: "cancelled",
    progress: { done: 1, total: 2, unit: "rows" },
    startedAt: "1970-01-01T00:00:00.000Z",
    endedAt: "1970-01-01T00:00:00.000Z",
    result: 1,
    problem: null,
  });
  expect(kept).toEqual([1]);
});

test("work that is broken off is undone, and takes no further step", async () => {
  const stop = new AbortController();
  let undone = 0;
  const watch = ({ progress }: Operation) => void (progress.done === 2 && stop.abort());
  const { operation } = run(
    work(1_000_000, () => (undone += 1)),
    watch,
    stop,
  );
  expect(await operation).toMatchObject({
    state: "cancelled",
    result: null,
    progress: { done: 2 },
  });
  expect(undone).toBe(1);
});

test("a signal that comes from without is heard amid steps that never wait", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 1);
  const { operation } = run(
    work(Infinity, () => {}),
    () => {},
    stop,
  );
  expect(await operation).toMatchObject({ state: "cancelled" });
});

test("work that fails says why, as others may read it", async () => {
  const fault = new Error("at /secret/path");
  let undone = 0;
  const { operation, errors } = run(work(3, () => (undone += 1), fault));
  expect(await operation).toMatchObject({ state: "failed", problem });
  expect([undone, errors]).toEqual([1, [fault]]);
});
