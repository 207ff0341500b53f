import os from "node:os";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { ranFor, serverFared } from "./processor.ts";

test("this thread has run for as long as it has worked, and not while it waited", () => {
  const begun = performance.now();
  const before = ranFor();
  while (ranFor() - before < 20);
  expect(performance.now() - begun).toBeGreaterThan(19);
  const then = ranFor();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  expect(ranFor() - then).toBeLessThan(25);
});

/** A thread that works without end, and is worth so much less. */
function busyThread(niceness: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const worker = new Worker(
    `const { readlinkSync } = require("node:fs");
    require("node:os").setPriority(${niceness});
    require("node:worker_threads").parentPort.postMessage(readlinkSync("/proc/thread-self"));
    for (;;);`,
    { eval: true },
  );
  onTestFinished(async () => void (await worker.terminate()));
  worker.once("message", (place: string) => resolve(Number(place.split("/").at(-1))));
  worker.once("error", reject);
  return promise;
}

test.runIf(process.platform === "linux")(
  "of the server's threads those are told that are not worth less",
  async () => {
    const own = os.getPriority();
    const equal = await busyThread(own);
    const lesser = await busyThread(own + 1);
    const before = serverFared().get(equal);
    await expect.poll(() => serverFared().get(equal)?.ran).toBeGreaterThan((before?.ran ?? 0) + 20);
    expect(serverFared().has(lesser)).toBe(false);
    expect(serverFared().get(process.pid)?.ran).toBeGreaterThan(0);
  },
);
