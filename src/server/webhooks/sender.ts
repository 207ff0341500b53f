import type { Result } from "../../domain/problem.ts";
import type { Attempt } from "../outbound/attempt.ts";
import type { Guard } from "../outbound/guard.ts";
import type { DeliveryReads, DeliveryWrites } from "../store/deliveries.ts";
import type { KeptWebhook, NewAttempt, PendingEvent, Settlement } from "../store/webhooks.ts";
import type { Clock } from "../outbound/clock.ts";
import { type Endpoints, type Happening, turnsOf } from "./endpoints.ts";
import { createMessages } from "./messages.ts";
import type { Message, Teller } from "./preset/message.ts";
import { FORMS } from "./preset/preset.ts";
import { requestOf } from "./request.ts";
import { createSettler } from "./settler.ts";
import { nextTurnAt, turnOf } from "./turn.ts";

/** How long (ms) it waits before it tries again what the store could not do. */
const AGAIN_AFTER = 1_000;
/** For so long (ms) what is under way may end when it is to stop. */
const STOP_WITHIN = 2_000;

export interface SenderParts {
  readonly reads: Pick<DeliveryReads, "secrets" | "moments">;
  readonly writes: Pick<DeliveryWrites, "settle" | "drop">;
  readonly guard: Pick<Guard, "send">;
  readonly clock: Clock;
  readonly random: () => number;
  readonly teller: Teller;
  /** The last event that there is. */
  readonly head: () => number;
  readonly endpoints: () => Endpoints;
  readonly happen: (happening: Happening) => void;
  /** Has it look again, when there is time for it. */
  readonly wake: () => void;
  /** Told of a fault of the program. */
  readonly onFault: (error: unknown) => void;
}

/** Sends what is pending, whenever its turn has come. */
export function createSender(parts: SenderParts) {
  const { reads, writes, guard, clock, random, endpoints, happen, wake } = parts;
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  let isStopped = false;
  let cancel = () => {};
  const messages = createMessages({ ...parts, moments: reads.moments });
  const settler = createSettler((settlements) => written(() => writes.settle(settlements)));

  /** To be called whenever something may be due. */
  function look(): void {
    cancel();
    cancel = () => {};
    if (isStopped) return;
    for (const { webhook, seq, alert } of turnOf(turnsOf(endpoints()), clock.now())) {
      begin(webhook, seq, alert);
    }
    const next = nextTurnAt(turnsOf(endpoints()), clock.now());
    if (next !== null) cancel = clock.at(next, wake);
  }

  function begin(id: number, seq: number, alert: number): void {
    const endpoint = endpoints().get(id);
    const one = endpoint?.pending.find((pending) => pending.seq === seq);
    if (endpoint === undefined || one === undefined) return;
    happen({ type: "began", id, seq, alert });
    const sending = deliver(endpoint.webhook, one)
      .catch((error: unknown) => {
        parts.onFault(error);
        putOff(id, seq);
      })
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
  }

  async function deliver(webhook: KeptWebhook, one: PendingEvent): Promise<void> {
    const { id } = webhook;
    const { seq } = one;
    const told = await messages(seq);
    if (!told.ok) return putOff(id, seq);
    const message = told.value;
    const at = clock.now();
    const attempt = message === null ? null : await attemptAt(webhook, message);
    if (attempt?.reason === "stopped") return putOff(id, seq);
    if (message === null || attempt === null) return drop(id, seq);
    const firstAt = one.firstAt ?? at;
    const number = one.attempts + 1;
    const about = { eventSeq: seq, alertId: one.alert, attempt: number, type: message.type, at };
    const now = clock.now();
    await settle({
      webhook: id,
      seq,
      attempt: keptOf(attempt, about),
      ended: {
        outcome: attempt.outcome,
        status: attempt.status,
        retryAfter: attempt.retryAfter,
        attempt: number,
        firstAt,
        finals: FORMS[webhook.preset].finals,
      },
      now,
      random: random(),
    });
  }

  /** The way of every request to a webhook; null where its receiver is told nothing of that. */
  async function attemptAt(webhook: KeptWebhook, message: Message): Promise<Attempt | null> {
    const secrets = await reads.secrets(webhook.id);
    const request = secrets === null ? null : requestOf(webhook, secrets, message, clock.now());
    return request === null ? null : guard.send(request, stopping.signal);
  }

  /** Until it is kept it is under way: whoever forgot it would send it again. */
  async function settle(settlement: Settlement): Promise<void> {
    const { webhook: id, seq, ended, now } = settlement;
    const settled = await settler.settle(settlement);
    if (settled === null) return;
    const { attempt, firstAt } = ended;
    happen({ type: "settled", id, seq, attempt, firstAt, after: settled, now });
  }

  async function drop(id: number, seq: number): Promise<void> {
    await written(() => writes.drop(id, seq));
    happen({ type: "dropped", id, seq });
  }

  /** What the store answers once it can; null where it cannot until the end. */
  async function written<T>(write: () => Promise<Result<T>>): Promise<T | null> {
    for (;;) {
      const answer = await write();
      if (answer.ok) return answer.value;
      if (isStopped) return null;
      await new Promise<void>((resolve) => void clock.at(clock.now() + AGAIN_AFTER, resolve));
    }
  }

  function putOff(id: number, seq: number): void {
    happen({ type: "put-off", id, seq, due: clock.now() + AGAIN_AFTER });
  }

  /** Begins nothing any more, and resolves when what is under way has ended or was broken off. */
  async function stop(): Promise<void> {
    isStopped = true;
    cancel();
    const late = clock.at(clock.now() + STOP_WITHIN, () => stopping.abort());
    await Promise.allSettled(underWay);
    late();
  }

  return { look, attemptAt, stop };
}

/** An attempt as it is kept. */
export function keptOf(
  { outcome, status, ms, address, reason, excerpt }: Attempt,
  told: Pick<NewAttempt, "eventSeq" | "alertId" | "attempt" | "type" | "at">,
): NewAttempt {
  return { ...told, outcome, status, ms, address, reason, excerpt };
}
