import * as v from "valibot";
import { alertSchema } from "../domain/alert.ts";
import { filterSchema } from "../domain/filter.ts";
import { headSchema } from "./page.ts";

/** Names the version of every message below; frame.test.ts holds a hash of them to it. */
export const SUBPROTOCOL = "tocsin.v1";

export const subscribeSchema = v.strictObject({
  type: v.literal("subscribe"),
  /** Where to go on; null means from now. */
  since: v.nullable(v.strictObject(headSchema.entries)),
  filter: v.optional(filterSchema),
});
export type Subscribe = v.InferOutput<typeof subscribeSchema>;

const seq = headSchema.entries.seq;

const patchSchema = v.object({
  ...v.partial(alertSchema).entries,
  id: alertSchema.entries.id,
  seq: alertSchema.entries.seq,
});

export const frameSchema = v.variant("type", [
  v.object({ type: v.literal("ready"), epoch: v.string(), seq }),
  v.object({
    type: v.literal("diff"),
    from: seq,
    to: seq,
    put: v.array(alertSchema),
    patch: v.array(patchSchema),
    remove: v.array(alertSchema.entries.id),
  }),
  v.object({ type: v.literal("beat"), seq }),
  v.object({ type: v.literal("reset"), reason: v.picklist(["epoch", "future", "too-far"]) }),
  v.object({
    type: v.literal("error"),
    // One of PROBLEMS today; a new one is no new version of the protocol.
    code: v.string(),
    detail: v.string(),
  }),
]);
/** What the server says on the socket. */
export type Frame = Readonly<v.InferOutput<typeof frameSchema>>;
export type ResetReason = Extract<Frame, { type: "reset" }>["reason"];

/** WebSocket close codes: 4000–4099 ask the client to come back, 4400–4499 not to. */
export const CLOSE = {
  stopping: 4000,
  tooSlow: 4001,
  silent: 4002,
  badMessage: 4400,
  /** Whoever opened it is not signed in any more, or may do something else than before. */
  signInRequired: 4401,
  tooManyMessages: 4429,
} as const;

/** The client treats a socket that has been silent for this long (ms) as dead. */
export const SILENCE = 30_000;
/** The server says something on every socket at least this often (ms). */
export const BEAT_INTERVAL = 10_000;
