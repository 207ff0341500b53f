import { readdirSync } from "node:fs";
import os from "node:os";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { ranFor, watchServer } from "./processor.ts";

test("this thread has run for as long as it has worked, and not while it waited", () => {
  const begun = performance.now();
  const before = ranFor();
  while (ranFor() - before < 20);
  expect(performance.now() - begun).toBeGreaterThan(19);
  const then = ranFor();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  expect(ranFor() - then).toBeLessThan(25);
});

/** The number of a thread that works without end, and is worth so much less. */
async function busyThread(niceness: number): Promise<number> {
  return (await busyWorker(niceness)).thread;
}

async function busyWorker(niceness: number) {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const worker = new Worker(
    `const { readlinkSync } = require("node:fs");
    require("node:os").setPriority(${niceness});
    require("node:worker_threads").parentPort.postMessage(readlinkSync("/proc/thread-self"));
    for (;;);`,
    { eval: true },
  );
  const end = async () => void (await worker.terminate());
  onTestFinished(end);
  worker.once("message", (place: string) => resolve(Number(place.split("/").at(-1))));
  worker.once("error", reject);
  return { thread: await promise, end };
}

test.runIf(process.platform === "linux")(
  "of the server's threads those are told that are not worth less",
  async () => {
    const own = os.getPriority();
    const equal = await busyThread(own);
    const lesser = await busyThread(own + 1);
    const fared = watchServer(() => performance.now());
    const before = fared().get(equal);
    await expect.poll(() => fared().get(equal)?.ran).toBeGreaterThan((before?.ran ?? 0) + 20);
    expect(fared().has(lesser)).toBe(false);
    expect(fared().get(process.pid)?.ran).toBeGreaterThan(0);
  },
);

test.runIf(process.platform === "linux")(
  "of a thread that is new it is told within a second, of one that has ended no more",
  async () => {
    let now = 0;
    const fared = watchServer(() => now);
    const worker = await busyWorker(os.getPriority());
    fared();
    const later = await busyWorker(os.getPriority());
    expect(fared().has(worker.thread)).toBe(true);
    expect(fared().has(later.thread)).toBe(false);
    await worker.end();
    expect(fared().has(worker.thread)).toBe(false);
    now += 1_000;
    expect(fared().has(later.thread)).toBe(true);
  },
);

test.runIf(process.platform === "linux")("no file is left open by one list after another", () => {
  let now = 0;
  const fared = watchServer(() => (now += 1_000));
  fared();
  const open = readdirSync("/proc/self/fd").length;
  for (let times = 0; times < 50; times++) fared();
  expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(open + 20);
});
