import "server-only";
import { type Principal, scopesOf } from "../../domain/principal.ts";
import type { FoundSession } from "../store/people.ts";

const HOUR = 3_600_000;
/** How long (ms) a session lives that nobody uses (ASVS 7.3.1). */
export const IDLE = 12 * HOUR;
/** How long (ms) it lives at most (ASVS 7.3.2). */
export const LONGEST = 30 * 24 * HOUR;

/** Whoever has that session, while they are using it. */
export function principalOf(session: FoundSession, now: number): Principal {
  return {
    name: `user:${session.name}`,
    role: session.role,
    scopes: scopesOf(session.role),
    via: session.via,
    source: null,
    userId: session.userId,
    sessionId: session.id,
    keyId: null,
    until: Math.min(session.expiresAt, now + IDLE),
  };
}
