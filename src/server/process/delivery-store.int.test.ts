import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import type { Command } from "../../domain/command.ts";
import { aReport } from "../../domain/history.arbitrary.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { openRig } from "./delivery.fixture.ts";
import { createReceivers, DELIVERED, FAILED } from "./receivers.fixture.ts";

const SECOND = 1_000;
const opening: Command = { type: "Report", report: aReport({ fingerprint: null }) };

/** Another process at the same file, for the time of a test. */
function another(file: string) {
  const other = new Database(file);
  onTestFinished(() => void other.close());
  return other;
}

/** A file without room for something big, until its ballast is thrown out. */
async function fullFile() {
  const file = scratchFile();
  const silent = { onRefused: () => {}, onLost: () => {} };
  await (await openSqliteStore(file, silent)).close();
  const other = another(file);
  other.exec("create table ballast as select zeroblob(8000000)");
  const maxPages = Number(other.pragma("page_count", { simple: true })) + 20;
  return { file, maxPages, other };
}

/** More than there is room for. */
const BIG = "x".repeat(200_000);

test.each([
  ["taken", { ...DELIVERED, excerpt: BIG }, 0],
  ["refused", { ...FAILED, excerpt: BIG }, 1],
])(
  "what was %s while the disk is full is not sent again, and kept once there is room",
  async (_, answer, left) => {
    const { file, maxPages, other } = await fullFile();
    const receivers = createReceivers();
    const rig = await openRig(receivers.guard, { file, maxPages });
    const { id } = await rig.add("http://a.test/one");
    await rig.execute(opening, { type: "Acknowledge", id: 1 });
    await expect.poll(() => receivers.held().length).toBe(1);
    receivers.held()[0]?.answer(answer);
    for (let tries = 0; tries < 3; tries += 1) {
      // Each second it is tried to be kept, and what comes behind it waits.
      await expect.poll(() => rig.time.isWaiting()).toBe(true);
      expect(await rig.attempts(id)).toEqual([]);
      expect(receivers.came).toHaveLength(1);
      rig.time.advanceTo(rig.time.now() + SECOND);
    }
    other.exec("drop table ballast");
    await rig.passUntil(() => receivers.came.length === 2);
    expect(await rig.attempts(id)).toMatchObject([{ attempt: 1, outcome: answer.outcome }]);
    expect(receivers.came[1]?.seq).toBe(2 - left);
  },
);

test("while another process holds the file nothing is lost and nothing is sent twice", async () => {
  const receivers = createReceivers(() => DELIVERED);
  const rig = await openRig(receivers.guard, { busyTimeout: 5 });
  const { id } = await rig.add("http://a.test/one");
  const other = another(rig.file);
  await rig.execute(opening, opening, opening);
  // Whatever of it was under way: the router, or what was sent already.
  other.exec("begin immediate");
  for (let times = 0; times < 5; times += 1) {
    rig.time.advance();
    await expect.poll(() => rig.time.isWaiting()).toBe(true);
  }
  other.exec("commit");
  await rig.passUntil(() => receivers.came.length >= 3);
  await expect.poll(async () => (await rig.course(id)).pending).toEqual([]);
  expect(receivers.came).toHaveLength(3);
  expect(new Set(receivers.came.map(({ seq }) => seq))).toEqual(new Set([1, 2, 3]));
});

test("a stop amid that ends, and what could not be kept is sent again", async () => {
  const receivers = createReceivers();
  const rig = await openRig(receivers.guard, { busyTimeout: 5 });
  const { id } = await rig.add("http://a.test/one");
  await rig.execute(opening);
  await expect.poll(() => receivers.held().length).toBe(1);
  const other = another(rig.file);
  other.exec("begin immediate");
  receivers.held()[0]?.answer(DELIVERED);
  await expect.poll(() => rig.time.isWaiting()).toBe(true);
  await rig.restart();
  other.exec("commit");
  await expect.poll(() => receivers.held().length).toBe(1);
  receivers.held()[0]?.answer(DELIVERED);
  await expect.poll(async () => (await rig.course(id)).pending).toEqual([]);
  const [one, two] = receivers.came;
  expect(two?.body).toBe(one?.body);
  expect(two?.headers["webhook-id"]).toBe(one?.headers["webhook-id"]);
});
