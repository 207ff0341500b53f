import { expect, test } from "vitest";
import type { Command } from "../../domain/command.ts";
import { aReport } from "../../domain/history.arbitrary.ts";
import { signatureHeaders } from "../webhooks/signature.ts";
import type { By } from "../store/people.ts";
import { openRig, valueOf } from "./delivery.fixture.ts";
import { createReceivers, DELIVERED, FAILED } from "./receivers.fixture.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;
const BY: By = { actor: "user:mira", address: null };

/** Of an alert of its own. */
function opening(fingerprint: string): Command {
  return { type: "Report", report: aReport({ fingerprint, startedAt: null }) };
}

/** A webhook that answers as the test says, and one beside it that takes everything. */
async function openPair() {
  let isTaking = true;
  const receivers = createReceivers(({ path }) =>
    path === "/beside" || isTaking ? DELIVERED : FAILED,
  );
  const rig = await openRig(receivers.guard);
  const { id } = await rig.add("http://a.test/one");
  const beside = await rig.add("http://a.test/beside");
  const typesAt = (path: string) => receivers.at(path).map(({ type, alert }) => [type, alert]);
  async function delivered(): Promise<void> {
    await expect.poll(async () => (await rig.course(id)).pending).toEqual([]);
  }
  return {
    ...receivers,
    rig,
    id,
    beside: beside.id,
    typesAt,
    delivered,
    takes: (is: boolean) => (isTaking = is),
  };
}

test("of one that is off nothing is sent, and all of it in order once it is on", async () => {
  const { rig, id, at, typesAt, delivered } = await openPair();
  const turn = (isEnabled: boolean) =>
    rig.change(id, (webhooks) => webhooks.change(id, { isEnabled }, BY));
  valueOf(await turn(false));
  await rig.execute(opening("a"), { type: "Acknowledge", id: 1 });
  await expect.poll(() => at("/beside").length).toBe(2);
  expect(at("/one")).toEqual([]);
  valueOf(await turn(true));
  await delivered();
  await expect
    .poll(() => typesAt("/one"))
    .toEqual([
      ["alert.opened", 1],
      ["alert.acknowledged", 1],
    ]);
});

test("the next attempt goes to the address that it has by then, with the same bytes", async () => {
  const { rig, id, at, takes, delivered } = await openPair();
  takes(false);
  const begun = rig.time.now();
  await rig.execute(opening("a"));
  await expect.poll(async () => (await rig.course(id)).pending[0]?.attempts).toBe(1);
  const moved = { url: "http://b.test/moved", host: "b.test" };
  valueOf(await rig.change(id, (webhooks) => webhooks.change(id, moved, BY)));
  takes(true);
  // It is edited, not resumed: what waits goes on waiting.
  expect(at("/moved")).toEqual([]);
  rig.time.advanceTo(begun + 5 * SECOND);
  await delivered();
  const [before] = at("/one");
  const [after] = at("/moved");
  expect(at("/one")).toHaveLength(1);
  expect(after?.body).toBe(before?.body);
  expect(after?.headers["webhook-id"]).toBe(before?.headers["webhook-id"]);
  expect(await rig.attempts(id)).toMatchObject([
    { attempt: 2, outcome: "delivered" },
    { attempt: 1, outcome: "failed" },
  ]);
});

test("a new secret signs the next attempt with the old one, and alone after a day", async () => {
  const { rig, id, at, takes, delivered } = await openPair();
  takes(false);
  const begun = rig.time.now();
  await rig.execute(opening("a"));
  await expect.poll(async () => (await rig.course(id)).pending[0]?.attempts).toBe(1);
  const fresh = "whsec_BBBB";
  const until = begun + 24 * HOUR;
  valueOf(await rig.change(id, (webhooks) => webhooks.rotate(id, fresh, until, BY)));
  rig.time.advanceTo(begun + 5 * SECOND);
  await expect.poll(async () => (await rig.course(id)).pending[0]?.attempts).toBe(2);
  takes(true);
  rig.time.advanceTo(until);
  await delivered();
  const secrets = [["whsec_AAAA"], [fresh, "whsec_AAAA"], [fresh]];
  const times = [begun, begun + 5 * SECOND, until];
  const requests = at("/one");
  expect(requests).toHaveLength(3);
  for (const [index, { headers, body }] of requests.entries()) {
    const signed = { id: headers["webhook-id"] ?? "", at: times[index] ?? 0, body };
    expect(headers).toMatchObject(signatureHeaders({ ...signed, secrets: secrets[index] ?? [] }));
  }
});

test("a pause by hand is told to others, not to itself; to resume ends it, and it can come again", async () => {
  const { rig, id, typesAt } = await openPair();
  const pause = () => rig.change(id, (webhooks) => webhooks.pause(id, BY));
  const resume = () =>
    rig.change(id, (webhooks) => webhooks.resume(id, "position", Date.now(), BY));
  valueOf(await pause());
  await expect.poll(() => typesAt("/beside")).toEqual([["alert.opened", 1]]);
  expect(await rig.store.alert(1)).toMatchObject({
    source: "tocsin",
    severity: "warning",
    status: "firing",
    description: expect.stringMatching(/^mira paused it\./u),
  });
  await rig.execute(opening("a"));
  await expect.poll(() => typesAt("/beside").length).toBe(2);
  expect(typesAt("/one")).toEqual([]);
  valueOf(await resume());
  await expect.poll(() => typesAt("/one").length).toBe(1);
  expect((await rig.store.alert(1))?.status).toBe("resolved");
  valueOf(await pause());
  await expect.poll(() => typesAt("/beside").length).toBe(4);
  const [, , [resolved] = [], [again] = []] = typesAt("/beside");
  expect(resolved).toBe("alert.resolved");
  expect(["alert.opened", "alert.reopened"]).toContain(again);
  expect(typesAt("/one")).toEqual([["alert.opened", 2]]);
});

test("one that is paused while a request is under way takes what that brings, and no more", async () => {
  const { guard, held, at } = createReceivers();
  const rig = await openRig(guard);
  const { id } = await rig.add("http://a.test/one");
  await rig.execute(opening("a"), opening("b"), { type: "Acknowledge", id: 1 });
  await expect.poll(() => held().length).toBe(2);
  valueOf(await rig.change(id, (webhooks) => webhooks.pause(id, BY)));
  for (const one of held()) one.answer(one.alert === 1 ? DELIVERED : { ...FAILED, status: 410 });
  await expect.poll(async () => (await rig.attempts(id)).length).toBe(2);
  rig.time.advanceTo(rig.time.now() + HOUR);
  const { webhook, pending } = await rig.course(id);
  // Why it was paused first is what it says.
  expect(webhook.health.paused).toBe("by-hand");
  expect(pending.map(({ seq }) => seq)).toEqual([2, 3]);
  expect(at("/one")).toHaveLength(2);
});

test("who is removed while a request is under way is sent nothing more, and nobody waits for it", async () => {
  const { guard, held, at } = createReceivers();
  const rig = await openRig(guard);
  const { id } = await rig.add("http://a.test/one");
  await rig.execute(opening("a"), { type: "Acknowledge", id: 1 });
  await expect.poll(() => held().length).toBe(1);
  valueOf(await rig.change(id, (webhooks) => webhooks.remove(id, BY)));
  for (const one of held()) one.answer(DELIVERED);
  const { id: other } = await rig.add("http://a.test/two");
  await rig.execute(opening("b"));
  await expect.poll(() => at("/two").length).toBe(1);
  expect(at("/one")).toHaveLength(1);
  for (const one of held()) one.answer(DELIVERED);
  await expect.poll(async () => (await rig.course(other)).pending).toEqual([]);
  await expect.poll(rig.delivery().state).toEqual({ pending: 0, underWay: 0, paused: 0 });
});

test("of 64 the 61 that are dead do not slow the three that are not", async () => {
  const receivers = createReceivers(({ path }) => (path.startsWith("/well") ? DELIVERED : FAILED));
  const rig = await openRig(receivers.guard);
  const paths = Array.from({ length: 61 }, (_, index) => `/dead/${index}`);
  for (const path of [...paths, "/well/1", "/well/2", "/well/3"]) {
    await rig.add(`http://a.test${path}`);
  }
  const wellAt = (path: string) => receivers.at(path).map(({ seq }) => seq);
  for (let seq = 1; seq <= 12; seq += 1) {
    const before = rig.time.now();
    await rig.execute(opening(`${seq}`));
    // No time passes until the healthy have it.
    for (const path of ["/well/1", "/well/2", "/well/3"])
      await expect.poll(() => wellAt(path).at(-1)).toBe(seq);
    expect(rig.time.now()).toBe(before);
    rig.time.advanceTo(before + 20 * SECOND);
  }
  // Each of the dead is asked rarely, and once at a time, however much waits for it.
  await expect.poll(rig.delivery().state).toMatchObject({ pending: 61 * 12, underWay: 0 });
  const asked = receivers.came.length;
  rig.time.advanceTo(rig.time.now() + HOUR);
  await expect.poll(() => receivers.came.length).toBe(asked + 61);
  await expect.poll(rig.delivery().state).toMatchObject({ underWay: 0 });
  await rig.execute(opening("last"));
  for (const path of ["/well/1", "/well/2", "/well/3"])
    await expect.poll(() => wellAt(path).at(-1)).toBe(13);
  expect(receivers.came.length).toBe(asked + 61 + 3);
});

test("nor do they where they hang, once they have hung for the first time", async () => {
  const receivers = createReceivers(({ path }) => (path.startsWith("/well") ? DELIVERED : null));
  const rig = await openRig(receivers.guard);
  for (let index = 0; index < 61; index += 1) await rig.add(`http://a.test/dead/${index}`);
  const well = ["/well/1", "/well/2", "/well/3"];
  for (const path of well) await rig.add(`http://a.test${path}`);
  function breakOff(): void {
    const timeout = { ...FAILED, status: null, reason: "timeout" } as const;
    for (const one of receivers.held()) one.answer(timeout);
  }
  const arrived = (seq: number) => well.every((path) => receivers.at(path).at(-1)?.seq === seq);
  await rig.execute(opening("1"));
  await expect
    .poll(() => {
      breakOff();
      return arrived(1);
    })
    .toBe(true);
  for (let seq = 2; seq <= 6; seq += 1) {
    await rig.execute(opening(`${seq}`));
    // Nobody who hangs ends, and no time passes.
    await expect.poll(() => arrived(seq)).toBe(true);
    rig.time.advanceTo(rig.time.now() + 5 * SECOND);
  }
  await expect.poll(() => receivers.held().length).toBe(16);
});

test("what was taken while its webhook was read anew is not sent again", async () => {
  const { guard, came, held } = createReceivers();
  let reads = 0;
  let late = Promise.resolve();
  const courseAfter = () => {
    reads += 1;
    return late;
  };
  const rig = await openRig(guard, { courseAfter });
  const { id } = await rig.add("http://a.test/one");
  await rig.execute(opening("a"));
  await expect.poll(() => held().length).toBe(1);
  const before = reads;
  const { promise, resolve } = Promise.withResolvers<void>();
  late = promise;
  const changed = rig.change(id, (webhooks) => webhooks.change(id, { name: "other" }, BY));
  await expect.poll(() => reads).toBe(before + 1);
  held()[0]?.answer(DELIVERED);
  await expect.poll(() => rig.delivery().state().pending).toBe(0);
  resolve();
  valueOf(await changed);
  await rig.execute(opening("b"));
  await expect.poll(() => came.map(({ seq }) => seq)).toEqual([1, 2]);
});
