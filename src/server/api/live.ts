import "server-only";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { actorOf, type Principal } from "../../domain/principal.ts";
import { fail, type Problem, type Result } from "../../domain/problem.ts";
import { PROBLEMS } from "../../domain/problems.ts";
import { createTokenBucket, type Rate } from "../../domain/token-bucket.ts";
import { BEAT_INTERVAL, CLOSE, SUBPROTOCOL } from "../../protocol/frame.ts";
import { type Admission, refusalOf } from "../http/admit.ts";
import { addressOf } from "../http/address.ts";
import { enter } from "../http/base-path.ts";
import { endWithProblem } from "../http/respond.ts";
import { type Identify, identified, passes } from "../http/gate.ts";
import { type ClientOf, senderOf } from "../http/sender.ts";
import type { Changed } from "../store/people.ts";
import { createRights } from "./rights.ts";
import { connect } from "../live/connection.ts";
import type { Hub } from "../live/hub.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import type { Log } from "../telemetry/log.ts";
import type { Refusals } from "../telemetry/refusals.ts";

const PATH = "/api/live";
/** Bytes of a message: it carries a filter and nothing else that is long. */
const MAX_MESSAGE = 16_384;
const MAX_FRAGMENTS = 16;
/** Time (ms) that clients have to answer the last close. */
const CLOSE_WITHIN = 2_000;

/** How many sockets may be open, and how fast new ones may come. */
export interface Crowding {
  readonly sockets: number;
  readonly handshakes: Rate;
}

const CROWDING: Crowding = { sockets: 20_000, handshakes: { burst: 2_000, perSecond: 2_000 } };

export interface Live {
  /** Takes over a request to upgrade `/api/live`, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends the sockets of those whose right to them has ended. */
  changed(changed: Changed): void;
  /** Ends the sockets of those who did not have to sign in, since now they must. */
  signOutAnonymous(): void;
  /** Sends what is pending and asks everyone to come back later. */
  stop(): void;
}

/** What the sockets are tied to, and who is told of them. */
export interface LiveParts {
  readonly identify: Identify;
  readonly clientOf: ClientOf;
  /** Until when (ms since 1970) somebody is who they were, as of now. */
  readonly renewal: (principal: Principal) => Promise<number>;
  readonly now: () => number;
  readonly admission: Admission;
  readonly hub: Hub;
  readonly log: Log;
  readonly refusals: Refusals;
}

/** The live socket: `tocsin.v1`, see docs/protocol.md. */
export function createLive(
  { admission, identify, clientOf, renewal, now, hub, log, refusals }: LiveParts,
  { sockets, handshakes } = CROWDING,
): Live {
  const handshake = createTokenBucket(handshakes, () => performance.now());
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    maxFragments: MAX_FRAGMENTS,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  // Whatever else is wrong with a handshake, ws would refuse with a page.
  server.on("wsClientError", (error, socket) =>
    endWithProblem(socket, fail("bad-request", error.message).problem),
  );
  const rights = createRights({ renewal, now, log });
  const beats = setInterval(() => hub.beat(), BEAT_INTERVAL);
  let stopping = false;

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const problem = refusal(request);
    if (problem !== null) return refuse(request, socket, problem);
    // Whoever hangs up meanwhile is nobody's error.
    const ignore = () => socket.destroy();
    socket.on("error", ignore);
    shakeHands(request, socket, head)
      .catch((error: unknown) => {
        log.error({ err: error }, "a handshake failed");
        endWithProblem(socket, fail("internal", "This has been logged.").problem);
      })
      .finally(() => socket.off("error", ignore));
  }

  async function shakeHands(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const admitted = await admit(request);
    if (!admitted.ok) refuse(request, socket, admitted.problem);
    else if (!socket.destroyed) open(request, socket, head, admitted.value);
  }

  /** Who it is, if they may listen. */
  async function admit(request: IncomingMessage): Promise<Result<Principal>> {
    const caller = await identified(identify, request);
    if (!caller.ok) return caller;
    const passed = passes(caller.value, "read", true, request.headers.origin);
    if (!passed.ok) return passed;
    const late = stopping ? stoppingProblem() : crowdRefusal();
    return late === null ? passed : { ok: false, problem: late };
  }

  function refuse(request: IncomingMessage, socket: Duplex, problem: Problem): void {
    publishFact(CHANNELS.socket, { type: "refused", code: problem.code });
    if (PROBLEMS[problem.code].status < 500) refusals.tell(problem, senderOf(request, clientOf));
    endWithProblem(socket, problem);
  }

  function open(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    principal: Principal,
  ): void {
    server.handleUpgrade(request, socket, head, (opened) => {
      connect({ hub, log, actor: actorOf(principal) }, opened);
      rights.watch(opened, principal);
      tellOf("opened");
      opened.on("close", () => tellOf("closed"));
    });
  }

  function tellOf(type: "opened" | "closed"): void {
    publishFact(CHANNELS.socket, { type, open: server.clients.size });
  }

  function refusal(request: IncomingMessage): Problem | null {
    if (stopping) return stoppingProblem();
    const isInside = enter(request, admission.basePath);
    const address = addressOf(request.url ?? "");
    if (!address.ok) return address.problem;
    if (!isInside || address.value.pathname !== PATH) {
      const path = admission.basePath + PATH.slice(1);
      return fail("not-found", `There is no socket but ${path}.`).problem;
    }
    return refusalOf(request, admission, true) ?? protocolRefusal(request);
  }

  function crowdRefusal(): Problem | null {
    if (server.clients.size >= sockets) {
      return fail("too-many-connections", `At most ${sockets} sockets are open at once.`).problem;
    }
    if (handshake.take()) return null;
    const { perSecond } = handshakes;
    return fail("too-many-connections", `At most ${perSecond} sockets a second open.`).problem;
  }

  function stop(): void {
    stopping = true;
    clearInterval(beats);
    rights.stop();
    hub.stop();
    for (const socket of server.clients) socket.close(CLOSE.stopping, "The server is stopping");
    setTimeout(() => server.clients.forEach((socket) => socket.terminate()), CLOSE_WITHIN).unref();
  }

  return { upgrade, stop, changed: rights.changed, signOutAnonymous: rights.endOpen };
}

function stoppingProblem(): Problem {
  return fail("stopping", "Come back later.").problem;
}

/** A client that names other versions only cannot be understood; one that names none is taken at v1. */
function protocolRefusal(request: IncomingMessage): Problem | null {
  const offered = request.headers["sec-websocket-protocol"]?.split(",");
  if (offered?.some((version) => version.trim() === SUBPROTOCOL) !== false) return null;
  return fail("invalid-parameter", `Sec-WebSocket-Protocol: must offer ${SUBPROTOCOL}`).problem;
}
