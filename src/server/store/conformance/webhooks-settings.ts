import { expect, test } from "vitest";
import { attempt, BY, NOW, WEBHOOK } from "./webhook.ts";
import { range, valueOf } from "./subject.ts";
import { MOST_FORMERS, MOST_WEBHOOKS } from "../webhooks.ts";
import { type OpenWebhooks, webhooksOf } from "./webhooks-subject.ts";

const DAY = 86_400_000;

export function describeSettings(open: () => Promise<OpenWebhooks>): void {
  const { store, webhooks, add, fill, kept, route, settle, pending } = webhooksOf(open);

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
    const formers = secrets.map((secret, index) => ({ secret, until: NOW + DAY + index }));
    expect(await webhooks().secrets(1)).toMatchObject({
      secret: secrets.at(-1),
      // The first has no room any more.
      formers: formers.slice(1, -1).toReversed(),
    });
  });

  test("a new address is tried at once, whatever the last one did; what is paused stays so", async () => {
    await add();
    await fill(2);
    await route(1, 0, 2, 1, 2);
    const now = Date.now();
    await settle(1, 1, { status: 503, retryAfter: "86400" }, now);
    await settle(1, 2, { status: 410 }, now);
    const failed = await kept(1);
    expect(failed.health).toMatchObject({ failures: 2, notBefore: now + DAY, paused: "gone" });
    valueOf(await webhooks().change(1, { name: "new" }, BY));
    expect((await kept(1)).health).toEqual(failed.health);
    valueOf(await webhooks().change(1, { url: "https://new.org/", host: "new.org" }, BY));
    const { health } = await kept(1);
    expect(health).toMatchObject({ failures: 0, notBefore: 0, paused: "gone" });
    expect(health.since).toBeGreaterThanOrEqual(now);
    const waiting = await pending(1);
    expect(waiting.map(({ seq }) => seq)).toEqual([1, 2]);
    for (const { due } of waiting) expect(due).toBeLessThanOrEqual(Date.now());
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
}
