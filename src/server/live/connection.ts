import "server-only";
import type { WebSocket } from "ws";
import type { Actor } from "../../domain/actor.ts";
import { faultOfFilter, readFilter, resolveMe } from "../../domain/filter.ts";
import { fail, type Problem, type Result } from "../../domain/problem.ts";
import { PROBLEMS } from "../../domain/problems.ts";
import { CLOSE, SILENCE, type Subscribe, subscribeSchema } from "../../protocol/frame.ts";
import { frame } from "./frame.ts";
import { readInput } from "../../protocol/input.ts";
import type { Subscription } from "./group.ts";
import type { Outlet } from "./outlet.ts";
import { Refusal } from "../store/refusal.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import type { Log } from "../telemetry/log.ts";
import type { Hub } from "./hub.ts";

/** Time (ms) that a new connection has to subscribe. */
const SUBSCRIBE_WITHIN = 10_000;
/** Messages that a connection may send in a span of time (ms); to change a filter takes one. */
const MAX_MESSAGES = 100;
const MESSAGE_SPAN = 10_000;
/** WebSocket's own code for "something went wrong here": clients come back. */
const SERVER_ERROR = 1011;

/** Frames are bytes already, so that sockets can share them. */
const AS_TEXT = { binary: false };

/** What a socket is tied to, and who it is that listens. */
export interface ConnectionParts {
  readonly hub: Hub;
  readonly log: Log;
  readonly actor: Actor;
}

/** Listens to one open socket and ties it to the hub. */
export function connect({ hub, log, actor }: ConnectionParts, socket: WebSocket): void {
  const isTooMany = countMessages();
  let subscription: Subscription | null = null;
  let late = endUnlessSubscribed(socket, SUBSCRIBE_WITHIN);

  const outlet: Outlet = {
    send(bytes) {
      publishFact(CHANNELS.frame, { bytes: bytes.length });
      socket.send(bytes, AS_TEXT);
    },
    backlog: () => socket.bufferedAmount,
    reset(reason) {
      outlet.send(frame({ type: "reset", reason }));
      subscription = null;
      // Nothing is said meanwhile, not even a beat, so the client would give up as well.
      late = endUnlessSubscribed(socket, SILENCE);
    },
    close: (code, reason) => socket.close(code, reason),
    fail(error) {
      if (error instanceof Refusal) return end(socket, error.problem, SERVER_ERROR);
      log.error({ err: error }, "a subscription failed");
      end(socket, fail("internal", "This has been logged.").problem, SERVER_ERROR);
    },
  };

  /** Data is a Buffer, since nothing tells ws otherwise. */
  function receive(data: Buffer, isBinary: boolean): void {
    // What was on its way when we said goodbye.
    if (socket.readyState !== socket.OPEN) return;
    if (isTooMany()) return end(socket, TOO_MANY, CLOSE.tooManyMessages);
    const message = readMessage(data, isBinary);
    if (!message.ok) return end(socket, message.problem, CLOSE.badMessage);
    const fault = faultOfFilter(message.value.filter ?? {});
    if (fault !== null)
      return end(socket, fail("invalid-message", fault).problem, CLOSE.badMessage);
    clearTimeout(late);
    if (subscription !== null) hub.unsubscribe(subscription);
    subscription = subscribe(message.value);
  }

  function subscribe({ since, filter }: Subscribe): Subscription | null {
    try {
      return hub.subscribe(outlet, since, readFilter(resolveMe(filter ?? {}, actor)));
    } catch (error) {
      outlet.fail(error);
      return null;
    }
  }

  socket.on("message", receive);
  socket.on("error", (error) => log.debug({ err: error }, "a socket failed"));
  socket.on("close", () => {
    clearTimeout(late);
    if (subscription !== null) hub.unsubscribe(subscription);
  });
}

/** Says of each message whether it is one too many. */
function countMessages(): () => boolean {
  let since = performance.now();
  let messages = 0;
  return () => {
    const now = performance.now();
    if (now - since > MESSAGE_SPAN) [since, messages] = [now, 0];
    messages += 1;
    return messages > MAX_MESSAGES;
  };
}

const TOO_MANY = fail(
  "too-many-messages",
  `At most ${MAX_MESSAGES} in ${MESSAGE_SPAN / 1000} seconds.`,
).problem;

function endUnlessSubscribed(socket: WebSocket, within: number): NodeJS.Timeout {
  const { problem } = fail("invalid-message", "There was no subscribe in time.");
  // What is wrong is that there was no message: the title of the code speaks of one.
  return setTimeout(() => end(socket, problem, CLOSE.silent, problem.detail), within);
}

/** Says what was wrong, then closes. */
function end(
  socket: WebSocket,
  { code, detail }: Problem,
  closeCode: number,
  reason: string = PROBLEMS[code].title,
): void {
  socket.send(frame({ type: "error", code, detail }), AS_TEXT);
  socket.close(closeCode, reason);
}

function readMessage(data: Buffer, isBinary: boolean): Result<Subscribe> {
  if (isBinary) return fail("invalid-message", "Messages are text.");
  const message = parse(data.toString());
  const input = message.ok ? readInput(subscribeSchema, message.value) : message;
  return input.ok ? input : fail("invalid-message", input.problem.detail);
}

function parse(text: string): Result<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return fail("invalid-message", "Messages are JSON.");
  }
}
