import type { Answer } from "../../protocol/answer.ts";
import type { SessionAnswer, WaysIn } from "../../protocol/session.ts";

/** How whoever opened the page has come in, and how one may. */
export interface SessionOpening {
  /** Null where that is nobody. */
  readonly session: SessionAnswer | null;
  readonly waysIn: WaysIn;
}

/** How that is read: on the server from the store, in a browser over HTTP. */
export interface SessionReads {
  session(): Promise<SessionAnswer | null>;
  waysIn(): Promise<Answer<WaysIn>>;
}

export async function readSessionOpening(reads: SessionReads): Promise<SessionOpening> {
  const [session, waysIn] = await Promise.all([reads.session(), reads.waysIn()]);
  return { session, waysIn: waysIn.ok ? waysIn.value : UNKNOWN };
}

/** The commonest one is offered where nobody says which there are. */
const UNKNOWN: WaysIn = { password: true, oidc: null, setup: false, anonymous: false };
