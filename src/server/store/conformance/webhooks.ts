import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../domain/filter.ts";
import type { People } from "../people.ts";
import type { Store } from "../store.ts";
import {
  KEPT_GIVEN_UP,
  type KeptWebhook,
  MOST_FORMERS,
  MOST_PENDING,
  MOST_WEBHOOKS,
  type Settlement,
  type Webhooks,
} from "../webhooks.ts";
import { opening, range, valueOf } from "./subject.ts";
import { attempt, BY, NOW, WEBHOOK } from "./webhook.ts";

interface OpenWebhooks extends Store {
  readonly people: People;
  readonly webhooks: Webhooks;
}

const DAY = 86_400_000;

/** What every implementation of webhooks must do. `open` gives a store that is empty. */
export function describeWebhooks(name: string, open: () => Promise<OpenWebhooks>): void {
  describe(name, () => {
    let current: OpenWebhooks | null = null;
    beforeEach(async () => {
      const opened = await open();
      onTestFinished(() => opened.close());
      current = opened;
    });

    function store(): OpenWebhooks {
      if (current === null) throw new Error("No test is running.");
      return current;
    }
    const webhooks = () => store().webhooks;

    async function add(name = "ops"): Promise<KeptWebhook> {
      return valueOf(await webhooks().add({ ...WEBHOOK, name }, BY));
    }
    async function fill(alerts: number): Promise<void> {
      await store().execute(
        range(1, alerts).map(() => opening()),
        null,
      );
    }
    async function kept(id: number): Promise<KeptWebhook> {
      const webhook = await webhooks().webhook(id);
      if (webhook === null) throw new Error("It is gone.");
      return webhook;
    }
    const events = (...seqs: number[]) => seqs.map((seq) => ({ seq, alert: seq }));
    async function route(webhook: number, from: number, to: number, ...seqs: number[]) {
      const moved = await webhooks().route([{ webhook, from, to, events: events(...seqs) }], NOW);
      return valueOf(moved)[0];
    }
    function settlement(
      webhook: number,
      seq: number,
      ended: Partial<Settlement["ended"]> = {},
      now = NOW,
    ): Settlement {
      const { outcome = "failed", status = 500 } = ended;
      const told = attempt({ eventSeq: seq, outcome, status, at: now });
      const first = { retryAfter: null, attempt: 1, firstAt: now, finals: [] };
      const whole = { outcome, status, ...first, ...ended };
      return { webhook, seq, attempt: told, ended: whole, now, random: 0.5 };
    }
    async function settle(...args: Parameters<typeof settlement>) {
      return valueOf(await webhooks().settle([settlement(...args)]))[0] ?? null;
    }
    const DELIVERED = { outcome: "delivered", status: 200 } as const;
    const pending = async (id: number) => (await webhooks().course(id))?.pending ?? [];
    const pendingOf = async (id: number) =>
      (await pending(id)).map(({ seq, due }) => [seq, due - NOW]);

    test("a webhook begins behind all that there is, and tells nobody what is secret", async () => {
      await fill(3);
      const made = await add();
      expect(made).toMatchObject({
        id: 1,
        name: "ops",
        host: "example.org",
        filter: { severity: ["critical"] },
        headerNames: ["x-key"],
        position: 3,
        pending: 0,
        health: { failures: 0, since: NOW, paused: null },
      });
      expect(await webhooks().all()).toEqual([made]);
      const said = JSON.stringify([made, await store().people.audit(null, 9)]);
      for (const secret of ["whsec_one", "t0ken", "k3y"]) expect(said).not.toContain(secret);
      expect(await webhooks().secrets(1)).toEqual({
        url: WEBHOOK.url,
        headers: WEBHOOK.headers,
        secret: WEBHOOK.secret,
        formers: [],
      });
    });

    test("each of several new secrets leaves those before it until their time", async () => {
      await add();
      const secrets = ["whsec_one", ...range(1, MOST_FORMERS + 1).map((at) => `whsec_${at}`)];
      for (const [index, secret] of secrets.slice(1).entries())
        valueOf(await webhooks().rotate(1, secret, NOW + DAY + index, BY));
      const formers = (await webhooks().secrets(1))?.formers.map(({ secret }) => secret);
      expect(formers).toEqual(secrets.slice(1, -1).toReversed());
    });

    test("changes are kept and noted, and what is not given stays", async () => {
      await add();
      valueOf(
        await webhooks().change(1, { name: "new", url: "https://new.org/", host: "new.org" }, BY),
      );
      valueOf(await webhooks().rotate(1, "whsec_two", NOW + DAY, BY));
      expect(await kept(1)).toMatchObject({ name: "new", host: "new.org", preset: "standard" });
      expect(await webhooks().secrets(1)).toEqual({
        url: "https://new.org/",
        headers: WEBHOOK.headers,
        secret: "whsec_two",
        formers: [{ secret: "whsec_one", until: NOW + DAY }],
      });
      valueOf(await webhooks().pause(1, BY));
      valueOf(await webhooks().resume(1, "position", NOW, BY));
      valueOf(await webhooks().remove(1, BY));
      expect(await webhooks().all()).toEqual([]);
      expect(await webhooks().secrets(1)).toBeNull();
      const audit = await store().people.audit(null, 20);
      expect(audit.map(({ type, on }) => [type, on]).reverse()).toEqual([
        ["webhook-added", "webhook:ops"],
        ["webhook-changed", "webhook:ops"],
        ["webhook-secret-changed", "webhook:new"],
        ["webhook-paused", "webhook:new"],
        ["webhook-resumed", "webhook:new"],
        ["webhook-removed", "webhook:new"],
      ]);
      expect((await add()).id).toBe(2);
    });

    test("of what is not there nothing can be changed", async () => {
      const answers = await Promise.all([
        webhooks().change(7, {}, BY),
        webhooks().remove(7, BY),
        webhooks().rotate(7, "", NOW, BY),
        webhooks().pause(7, BY),
        webhooks().resume(7, "now", NOW, BY),
        webhooks().replay(7, { seq: 1 }, NOW, BY),
      ]);
      for (const answer of answers)
        expect(answer).toMatchObject({ ok: false, problem: { code: "webhook-not-found" } });
      expect([await store().people.audit(null, 9), await settle(7, 1)]).toEqual([[], null]);
      expect(valueOf(await webhooks().note(7, attempt()))).toBeNull();
    });

    test("there are no more than there may be", async () => {
      await Promise.all(range(1, MOST_WEBHOOKS).map((n) => add(`${n}`)));
      expect(await webhooks().add(WEBHOOK, BY)).toMatchObject({
        problem: { code: "too-many-webhooks" },
      });
    });

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
      const before = (await store().eventsAfter(0, 9)).filter(
        ({ recordedAt }) => recordedAt < time,
      );
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
      expect(await pending(1)).toEqual([
        { seq: 1, alert: 1, due: NOW, attempts: 0, firstAt: null },
      ]);
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
    });
  });
}
