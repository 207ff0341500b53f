import { beforeEach, onTestFinished } from "vitest";
import type { People } from "../people.ts";
import type { Store } from "../store.ts";
import type { KeptWebhook, Settlement, Webhooks } from "../webhooks.ts";
import { opening, range, valueOf } from "./subject.ts";
import { attempt, BY, NOW, WEBHOOK } from "./webhook.ts";

export interface OpenWebhooks extends Store {
  readonly people: People;
  readonly webhooks: Webhooks;
}

/** How an attempt ends that is delivered. */
export const DELIVERED = { outcome: "delivered", status: 200 } as const;

/** A store of its own, which is empty, for each test, and short ways to use its webhooks. */
export function webhooksOf(open: () => Promise<OpenWebhooks>) {
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
  const pending = async (id: number) => (await webhooks().course(id))?.pending ?? [];
  const pendingOf = async (id: number) =>
    (await pending(id)).map(({ seq, due }) => [seq, due - NOW]);

  return { store, webhooks, add, fill, kept, route, settlement, settle, pending, pendingOf };
}
