import { expect, test } from "vitest";
import { BY, NOW } from "./webhook.ts";
import { range, valueOf } from "./subject.ts";
import { MOST_PENDING } from "../webhooks.ts";
import { EVERYTHING } from "../../../domain/filter.ts";
import { type OpenWebhooks, webhooksOf } from "./webhooks-subject.ts";

export function describePauses(open: () => Promise<OpenWebhooks>): void {
  const { store, webhooks, add, fill, kept, route, settle, pending, pendingOf } = webhooksOf(open);

  test("a pause opens an alert with it, and whoever resumes ends that", async () => {
    await add();
    await route(1, 0, 1, 1);
    const after = await settle(1, 1, { status: 410 });
    expect(after?.health.paused).toBe("gone");
    // Nobody knows when somebody resumes it.
    expect(await webhooks().attempts(1, null, 1, NOW)).toMatchObject([{ nextAt: null }]);
    expect(await store().alert(1)).toMatchObject({
      source: "tocsin",
      status: "firing",
      labels: { webhook: "1" },
    });
    await settle(1, 1, { status: 410 });
    expect(store().head().seq).toBe(1);
    valueOf(await webhooks().resume(1, "position", NOW, BY));
    expect((await store().alert(1))?.status).toBe("resolved");
    expect(await kept(1)).toMatchObject({ health: { paused: null, failures: 0 }, pending: 1 });
  });

  async function pauses() {
    const page = valueOf(await store().page(EVERYTHING, { type: "head" }, 20));
    return page.alerts
      .filter(({ source }) => source === "tocsin")
      .sort((a, b) => a.id - b.id)
      .map(({ status, severity, description, annotations }) => ({
        status,
        severity,
        reason: annotations["reason"],
        why: description.split(" paused it.")[0],
      }));
  }

  test("so does a pause by hand, which says who wanted it", async () => {
    await add();
    const firing = { status: "firing", severity: "warning", reason: "by-hand", why: "root" };
    expect(valueOf(await webhooks().pause(1, BY)).health.paused).toBe("by-hand");
    expect(await pauses()).toEqual([firing]);
    valueOf(await webhooks().pause(1, { ...BY, actor: "user:mira" }));
    expect(store().head().seq).toBe(1);
    valueOf(await webhooks().resume(1, "position", Date.now(), BY));
    expect(await pauses()).toEqual([{ ...firing, status: "resolved" }]);
    valueOf(await webhooks().pause(1, { actor: "operator", address: null }));
    valueOf(await webhooks().pause(1, BY));
    expect((await pauses()).filter(({ status }) => status === "firing")).toEqual([
      { ...firing, why: "Somebody" },
    ]);
    valueOf(await webhooks().remove(1, BY));
    expect(JSON.stringify(await pauses())).not.toContain("firing");
  });

  test("who wanted a pause is told apart from what failed meanwhile, and the first reason stays", async () => {
    await add();
    await route(1, 0, 2, 1, 2);
    valueOf(await webhooks().pause(1, BY));
    expect((await settle(1, 1, { status: 410 }))?.health.paused).toBe("by-hand");
    expect(await pauses()).toMatchObject([{ reason: "by-hand" }]);
    valueOf(await webhooks().resume(1, "position", Date.now(), BY));
    await settle(1, 2, { outcome: "refused", status: null });
    valueOf(await webhooks().pause(1, BY));
    expect((await kept(1)).health.paused).toBe("address-refused");
    expect(await pauses()).toContainEqual(
      expect.objectContaining({ status: "firing", reason: "address-refused", severity: "error" }),
    );
  });

  test("of its own pauses a webhook is told nothing, not even when asked to be", async () => {
    for (const name of ["one", "two"]) await route((await add(name)).id, 0, 1);
    valueOf(await webhooks().pause(1, BY));
    expect(valueOf(await webhooks().replay(1, { seq: 1 }, NOW, BY))).toBe(0);
    expect(await pending(1)).toEqual([]);
    expect(valueOf(await webhooks().replay(2, { seq: 1 }, NOW, BY))).toBe(1);
  });

  test("resumed from now or from a time, it goes on from there with nothing pending", async () => {
    await add();
    await fill(3);
    await store().execute([{ type: "Acknowledge", id: 1 }], null);
    const alert = await store().alert(1);
    await route(1, 0, 4, 1, 2, 3);
    valueOf(await webhooks().resume(1, "now", NOW, BY));
    expect(await kept(1)).toMatchObject({ position: 4, pending: 0 });
    const time = alert?.acknowledgedAt ?? "";
    const [first] = await store().eventsAfter(0, 1);
    valueOf(await webhooks().resume(1, { time: first?.recordedAt ?? "" }, NOW, BY));
    expect((await kept(1)).position).toBe(0);
    const before = (await store().eventsAfter(0, 9)).filter(({ recordedAt }) => recordedAt < time);
    valueOf(await webhooks().resume(1, { time }, NOW, BY));
    expect((await kept(1)).position).toBe(before.length);
    valueOf(await webhooks().resume(1, { time: "9999-01-01T00:00:00.000Z" }, NOW, BY));
    expect((await kept(1)).position).toBe(4);
  });

  test("one event is sent again, which must be there and have been passed", async () => {
    await add();
    await fill(3);
    await route(1, 0, 2);
    const replay = (seq: number) => webhooks().replay(1, { seq }, NOW, BY);
    expect(valueOf(await replay(1))).toBe(1);
    expect(valueOf(await replay(3))).toBe(0);
    expect(await replay(4)).toMatchObject({ problem: { code: "event-not-found" } });
    expect(await pending(1)).toEqual([{ seq: 1, alert: 1, due: NOW, attempts: 0, firstAt: null }]);
  });

  test("what failed since a time is sent again, given up or delayed", async () => {
    await add();
    await route(1, 0, 4, 1, 2, 3, 4);
    await settle(1, 1, { status: 400, finals: [400] }, NOW - 9000);
    await settle(1, 2, { status: 400, finals: [400] }, NOW - 1000);
    await settle(1, 3, {}, NOW - 1000);
    expect(await pendingOf(1)).toEqual([
      [3, 4000],
      [4, 0],
    ]);
    const failedSince = new Date(NOW - 2000).toISOString();
    const replay = () => webhooks().replay(1, { failedSince }, NOW, BY);
    expect(valueOf(await replay())).toBe(2);
    expect(await pendingOf(1)).toEqual([
      [2, 0],
      [3, 0],
      [4, 0],
    ]);
    expect(valueOf(await replay())).toBe(0);
  });

  test("no more is queued again than may be pending; the rest can be asked for later", async () => {
    await add();
    const seqs = range(1, MOST_PENDING);
    await route(1, 0, MOST_PENDING, ...seqs.slice(10));
    await route(1, MOST_PENDING, MOST_PENDING + 20, ...range(1001, 1020));
    for (const seq of range(1001, 1020)) await settle(1, seq, { status: 400, finals: [400] });
    const failedSince = new Date(NOW - 1).toISOString();
    expect(valueOf(await webhooks().replay(1, { failedSince }, NOW, BY))).toBe(10);
    await fill(11);
    const replay = (seq: number) => webhooks().replay(1, { seq }, NOW, BY);
    expect([valueOf(await replay(1)), valueOf(await replay(11))]).toEqual([0, 1]);
    expect((await kept(1)).pending).toBe(MOST_PENDING);
    valueOf(await webhooks().drop(1, 500));
    expect(valueOf(await webhooks().replay(1, { failedSince }, NOW, BY))).toBe(1);
  });
}
