import "server-only";
import type { Principal } from "../../domain/principal.ts";
import type { People } from "../store/people.ts";
import { IDLE } from "./session.ts";

/**
 * Until when (ms since 1970) somebody is who they were, as of now: 0 where they are no more. What
 * they do elsewhere prolongs their session, and what was changed may have ended it.
 */
export function createRenewal(people: Pick<People, "sessions" | "keys">) {
  return async ({ sessionId, userId, keyId, until }: Principal): Promise<number> => {
    if (sessionId !== null) {
      const sessions = await people.sessions(userId);
      const session = sessions.find(({ id }) => id === sessionId);
      if (session === undefined) return 0;
      return Math.min(Date.parse(session.expiresAt), Date.parse(session.lastUsedAt) + IDLE);
    }
    if (keyId === null) return until;
    const keys = await people.keys();
    const key = keys.find(({ id }) => id === keyId);
    if (key === undefined) return 0;
    return key.expiresAt === null ? Infinity : Date.parse(key.expiresAt);
  };
}
