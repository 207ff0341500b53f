import * as v from "valibot";
import type { Attempt } from "../outbound/attempt.ts";
import type { Guard, OutboundRequest } from "../outbound/guard.ts";

export const DELIVERED: Attempt = {
  outcome: "delivered",
  status: 200,
  ms: 1,
  address: null,
  reason: null,
  excerpt: null,
  retryAfter: null,
};
export const FAILED: Attempt = { ...DELIVERED, outcome: "failed", status: 503, reason: "status" };
const STOPPED: Attempt = { ...FAILED, status: null, reason: "stopped" };

const told = v.object({
  type: v.string(),
  data: v.object({ alert: v.object({ id: v.number(), seq: v.number() }) }),
});

/** A request that has come, and waits for its answer until the test gives one. */
export interface Held extends OutboundRequest {
  readonly path: string;
  readonly type: string;
  readonly alert: number;
  readonly seq: number;
  readonly answer: (attempt: Attempt) => void;
}

/**
 * Receivers that answer when the test says so. `answerOf` says what comes back at once, null where the
 * request is held; it is asked at the moment at which the request is made.
 */
export function createReceivers(answerOf: (request: Held) => Attempt | null = () => null) {
  /** All that came, in that order. */
  const came: Held[] = [];
  const held = new Set<Held>();
  const guard: Pick<Guard, "send"> = {
    send(request, stop) {
      if (stop?.aborted === true) return Promise.resolve(STOPPED);
      const { promise, resolve } = Promise.withResolvers<Attempt>();
      const { type, data } = v.parse(told, JSON.parse(request.body));
      const one: Held = {
        ...request,
        path: new URL(request.url).pathname,
        type,
        alert: data.alert.id,
        seq: data.alert.seq,
        answer(attempt) {
          held.delete(one);
          resolve(attempt);
        },
      };
      came.push(one);
      const answer = answerOf(one);
      if (answer !== null) return Promise.resolve(answer);
      held.add(one);
      stop?.addEventListener("abort", () => one.answer(STOPPED), { once: true });
      return promise;
    },
  };
  return {
    guard,
    came,
    held: () => [...held],
    at: (path: string) => came.filter((one) => one.path === path),
  };
}
