import { expect, test } from "vitest";
import { attempt, BY, NOW } from "./webhook.ts";
import { range, valueOf } from "./subject.ts";
import { KEPT_GIVEN_UP } from "../webhooks.ts";
import { DELIVERED, type OpenWebhooks, webhooksOf } from "./webhooks-subject.ts";

const DAY = 86_400_000;

export function describeDeliveries(open: () => Promise<OpenWebhooks>): void {
  const { store, webhooks, add, fill, kept, route, settlement, settle, pending, pendingOf } =
    webhooksOf(open);

  test("position and pending events move together, and from where it stands alone", async () => {
    await add();
    expect(await route(1, 0, 5, 2, 4)).toBe(true);
    expect(await route(1, 0, 9, 7)).toBe(false);
    expect(await route(9, 0, 9, 7)).toBe(false);
    expect(await kept(1)).toMatchObject({ position: 5, pending: 2 });
    expect(await pendingOf(1)).toEqual([
      [2, 0],
      [4, 0],
    ]);
  });

  test("an event that was taken is pending no more; one that was not is delayed", async () => {
    await add();
    await route(1, 0, 2, 1, 2);
    expect(await settle(1, 1, DELIVERED)).toMatchObject({ next: { type: "done" } });
    expect(await settle(1, 2)).toMatchObject({ next: { type: "retry", due: NOW + 5000 } });
    expect(await pending(1)).toEqual([
      { seq: 2, alert: 2, due: NOW + 5000, attempts: 1, firstAt: NOW },
    ]);
    expect(await kept(1)).toMatchObject({
      health: { failures: 1, lastSuccessAt: NOW },
      lastFailureAt: NOW,
    });
    expect(await webhooks().attempts(1, null, 10, NOW)).toMatchObject([
      { eventSeq: 2, nextAt: new Date(NOW + 5000).toISOString() },
      { eventSeq: 1, status: 200, nextAt: null },
    ]);
  });

  test("what an attempt told of is called as it is now, until it is removed for good", async () => {
    await add();
    await fill(1);
    await route(1, 0, 1, 1);
    await settle(1, 1, DELIVERED);
    const about = async () => (await webhooks().attempts(1, null, 1, NOW))[0];
    const { title } = (await store().alert(1)) ?? {};
    expect(title).toBeTruthy();
    expect(await about()).toMatchObject({ alertId: 1, alertTitle: title });
    valueOf(await store().execute([{ type: "Delete", id: 1 }], null));
    expect(await about()).toMatchObject({ alertId: 1, alertTitle: title });
    valueOf(await store().execute([{ type: "Forget", id: 1 }], null));
    expect(await about()).toMatchObject({ alertId: 1, alertTitle: null });
  });

  test("failures are counted one upon the other, however many end at once", async () => {
    await add();
    await route(1, 0, 6, 1, 2, 3, 4, 5, 6);
    await Promise.all(range(1, 6).map((seq) => settle(1, seq)));
    expect((await kept(1)).health.failures).toBe(6);
    await settle(1, 6, DELIVERED);
    expect(await pendingOf(1)).toEqual(range(1, 5).map((seq) => [seq, 0]));
  });

  test("many attempts are settled in one write as one upon the other", async () => {
    await add();
    await add();
    await route(1, 0, 3, 1, 2, 3);
    await route(2, 0, 2, 1, 2);
    const settled = await webhooks().settle([
      settlement(1, 1),
      settlement(2, 1, DELIVERED),
      settlement(7, 1),
      settlement(1, 2),
      settlement(2, 2, { status: 410 }),
      settlement(1, 3, DELIVERED),
    ]);
    expect(valueOf(settled)).toMatchObject([
      { next: { type: "retry" }, health: { failures: 1 } },
      { next: { type: "done" }, health: { failures: 0 } },
      null,
      { next: { type: "retry" }, health: { failures: 2 } },
      { next: { type: "retry" }, health: { failures: 1, paused: "gone" } },
      { next: { type: "done" }, health: { failures: 0 } },
    ]);
    expect(await pendingOf(1)).toEqual([
      [1, 5000],
      [2, 5000],
    ]);
    expect(await pendingOf(2)).toEqual([[2, 5000]]);
    const logged = (id: number) => webhooks().attempts(id, null, 10, NOW);
    expect(await logged(1)).toMatchObject([{ eventSeq: 3 }, { eventSeq: 2 }, { eventSeq: 1 }]);
    expect(await logged(2)).toMatchObject([{ eventSeq: 2 }, { eventSeq: 1 }]);
  });

  test("of what was given up, the last are remembered", async () => {
    await add();
    const seqs = range(1, KEPT_GIVEN_UP + 1);
    await route(1, 0, seqs.length, ...seqs);
    await Promise.all(seqs.map((seq) => settle(1, seq, { status: 400, finals: [400] })));
    valueOf(await webhooks().replay(1, { failedSince: new Date(0).toISOString() }, NOW, BY));
    expect((await pending(1)).map(({ seq }) => seq)).toEqual(seqs.slice(1));
  });

  test("the last hundred attempts of each are kept, for thirty days", async () => {
    await add("one");
    await add("two");
    for (const n of range(1, 103)) valueOf(await webhooks().note(1, attempt({ attempt: n })));
    valueOf(await webhooks().note(2, attempt({ attempt: 7 })));
    const kept = await webhooks().attempts(1, null, 200, NOW);
    expect(kept.map((one) => one.attempt)).toEqual(range(4, 103).reverse());
    const older = await webhooks().attempts(1, kept[10]?.id ?? 0, 2, NOW);
    expect(older).toEqual(kept.slice(11, 13));
    expect(await webhooks().attempts(1, 1e20, 1, NOW)).toEqual(kept.slice(0, 1));
    expect(await webhooks().attempts(2, null, 9, NOW + 30 * DAY)).toEqual([]);
    valueOf(await webhooks().note(2, attempt({ attempt: 8, at: NOW + 30 * DAY + 1 })));
    const left = await webhooks().attempts(2, null, 9, NOW);
    expect(left.map((one) => one.attempt)).toEqual([8]);
  });
}
