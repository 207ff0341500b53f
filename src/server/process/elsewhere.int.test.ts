import { expect, onTestFinished, test } from "vitest";
import { beginOperation } from "../../domain/operation.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { BY, newWebhook, valueOf } from "./delivery.fixture.ts";
import { hearElsewhere } from "./elsewhere.ts";

/** A store, and what is heard of its changes. */
async function open() {
  const store = await openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {} });
  onTestFinished(() => store.close());
  const heard: string[] = [];
  const log = { error: (...said: unknown[]) => void heard.push(JSON.stringify(said)) };
  async function hear(webhook = async (id: number) => void heard.push(`webhook ${id}`)) {
    const told = {
      webhook,
      monitor: async (id: number) => void heard.push(`monitor ${id}`),
      operation: (id: number) => void heard.push(`operation ${id}`),
    };
    const elsewhere = await hearElsewhere({ people: store.people, told, log, lookEvery: 1 });
    onTestFinished(elsewhere.stop);
  }
  const add = async () => valueOf(await store.webhooks.add(newWebhook("https://a/", 0), BY)).id;
  return { store, heard, hear, add };
}

test("what is changed from now on is heard of, and of operations only who wants them to end", async () => {
  const { store, heard, hear, add } = await open();
  const before = await add();
  await hear();
  const id = await add();
  valueOf(await store.webhooks.change(id, { name: "other" }, BY));
  const { id: begun } = valueOf(
    await store.operations.begin(beginOperation("purge", new Date(0).toISOString()), BY),
  );
  valueOf(await store.webhooks.remove(before, BY));
  await expect.poll(() => heard).toContain(`webhook ${before}`);
  expect(heard).toContain(`webhook ${id}`);
  expect(heard).not.toContain(`operation ${begun}`);
  valueOf(await store.operations.noteCancel(begun, BY));
  await expect.poll(() => heard).toContain(`operation ${begun}`);
});

test("more than are read in one go are all heard of", async () => {
  const { heard, hear, add, store } = await open();
  await hear();
  const id = await add();
  await Promise.all(
    Array.from({ length: 250 }, (_, count) => store.people.noteFailure(`n${count}`, "unknown", BY)),
  );
  await expect.poll(() => heard).toContain(`webhook ${id}`);
});

test("what could not be told is told once more", async () => {
  const { heard, hear, add } = await open();
  let fails = 2;
  await hear(async (id) => {
    fails -= 1;
    if (fails >= 0) throw new Error("not now");
    heard.push(`webhook ${id}`);
  });
  const id = await add();
  await expect.poll(() => heard.at(-1)).toBe(`webhook ${id}`);
  expect(heard.filter((line) => line.includes("are not heard of"))).toHaveLength(2);
});
