import "server-only";
import type { WebSocket } from "ws";
import type { Principal } from "../../domain/principal.ts";
import { CLOSE } from "../../protocol/frame.ts";
import type { Changed } from "../store/people.ts";
import type { Log } from "../telemetry/log.ts";

/** How often (ms) it is looked whose right has run out. */
const LOOK_EVERY = 1_000;

/** An open socket, and whose it is. */
interface Watched {
  readonly principal: Principal;
  until: number;
}

/** What rights are made of. */
export interface RightsParts {
  /** Until when (ms since 1970) somebody is who they were, as of now. */
  readonly renewal: (principal: Principal) => Promise<number>;
  readonly now: () => number;
  readonly log: Pick<Log, "error">;
}

/**
 * Whose each open socket is, so that it ends with the right to it. A socket does not prolong a
 * session: what its owner does elsewhere does.
 */
export function createRights({ renewal, now, log }: RightsParts) {
  const sockets = new Map<WebSocket, Watched>();
  const looking = setInterval(look, LOOK_EVERY).unref();

  function watch(socket: WebSocket, principal: Principal): void {
    sockets.set(socket, { principal, until: principal.until });
    socket.on("close", () => sockets.delete(socket));
  }

  function look(): void {
    const time = now();
    for (const [socket, watched] of sockets) {
      if (watched.until <= time) renew(socket, watched);
    }
  }

  /** Ends those that it concerns: whoever may do something else now begins anew, too. */
  function changed({ sessions, users, keys }: Changed): void {
    const concerns = ({ sessionId, userId, keyId }: Principal) =>
      (sessionId !== null && sessions.includes(sessionId)) ||
      (userId !== null && users.includes(userId)) ||
      (keyId !== null && keys.includes(keyId));
    for (const [socket, { principal }] of sockets) if (concerns(principal)) end(socket);
  }

  function renew(socket: WebSocket, watched: Watched): void {
    // Nobody is asked about twice at once.
    watched.until = Infinity;
    lookUp(socket, watched).catch((error: unknown) => {
      // What cannot be found out now is found out by the next look.
      watched.until = 0;
      log.error({ err: error }, "a right could not be looked up");
    });
  }

  async function lookUp(socket: WebSocket, watched: Watched): Promise<void> {
    const until = await renewal(watched.principal);
    if (until <= now()) end(socket);
    else watched.until = Math.min(until, watched.until);
  }

  function endOpen(): void {
    for (const [socket, { principal }] of sockets) if (principal.via === "open") end(socket);
  }

  function end(socket: WebSocket): void {
    sockets.delete(socket);
    socket.close(CLOSE.signInRequired, "Sign in again");
  }

  return { watch, changed, endOpen, stop: () => clearInterval(looking) };
}
