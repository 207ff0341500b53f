import { expect, test } from "vitest";
import type { Job, Progress, Steps } from "../../domain/job.ts";
import { runJob } from "./run-job.ts";

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
  steps: Steps<string>,
  watch: (job: Job) => void = () => {},
  stop = new AbortController(),
) {
  const told: Job[] = [];
  const errors: unknown[] = [];
  const job = runJob(steps, {
    id: "1",
    kind: "test",
    signal: stop.signal,
    now: () => 0,
    onChange(job) {
      told.push(job);
      watch(job);
    },
    problemOf(error) {
      errors.push(error);
      return problem;
    },
  });
  return { job, told, errors };
}

test("work is done step by step, and each is told", async () => {
  const { job, told } = run(work(3, () => {}));
  expect(await job).toMatchObject({ state: "done", result: "all", progress: { done: 3 } });
  expect(told.map(({ state, progress }) => [state, progress.done])).toEqual([
    ["running", 0],
    ["running", 1],
    ["running", 2],
    ["running", 3],
    ["done", 3],
  ]);
});

test("work that is broken off is undone, and takes no further step", async () => {
  const stop = new AbortController();
  let undone = 0;
  const watch = ({ progress }: Job) => void (progress.done === 2 && stop.abort());
  const { job } = run(
    work(1_000_000, () => (undone += 1)),
    watch,
    stop,
  );
  expect(await job).toMatchObject({ state: "cancelled", result: null, progress: { done: 2 } });
  expect(undone).toBe(1);
});

test("a signal that comes from without is heard amid steps that never wait", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 1);
  const { job } = run(
    work(Infinity, () => {}),
    () => {},
    stop,
  );
  expect(await job).toMatchObject({ state: "cancelled" });
});

test("work that fails says why, as others may read it", async () => {
  const fault = new Error("at /secret/path");
  let undone = 0;
  const { job, errors } = run(work(3, () => (undone += 1), fault));
  expect(await job).toMatchObject({ state: "failed", problem });
  expect([undone, errors]).toEqual([1, [fault]]);
});
