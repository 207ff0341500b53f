import type { SessionAnswer } from "../../protocol/session.ts";

/** Whether whoever opened the page is still signed in, as far as it is known. */
export interface Presence {
  readonly standing: "in" | "doubtful" | "out";
  /** Whether the page asks them to sign in. They may look at what is there first. */
  readonly isAsking: boolean;
}

export const PRESENT: Presence = { standing: "in", isAsking: false };

export type PresenceEvent =
  /** An answer or the socket says so; `byHand` where somebody wanted something done. */
  | { readonly type: "doubted"; readonly byHand: boolean }
  /** The page is looked at again: they may have signed in beside it. */
  | { readonly type: "returned" }
  | { readonly type: "found"; readonly who: SessionAnswer }
  | { readonly type: "nobody" }
  /** The server does not answer, which says nothing about who is signed in. */
  | { readonly type: "unknown" }
  /** They want to sign in. */
  | { readonly type: "wanted" }
  /** They do not want to yet. */
  | { readonly type: "dismissed" };

export type PresenceEffect =
  /** Ask the server who this is. */
  | "look"
  /** Call nobody: there is nobody to call for. */
  | "leave"
  /** Call all the same. */
  | "call"
  /** Go on where the page is: call, and read again what could not be read. */
  | "resume"
  /** Begin anew: the page is somebody else's. */
  | "reload";

type Step = readonly [Presence, readonly PresenceEffect[]];

/**
 * What a page becomes that was opened by `opener`. A refusal alone says little: it may be the answer
 * to what was asked before they signed in again. So the server is asked who this is.
 */
export function step(presence: Presence, event: PresenceEvent, opener: SessionAnswer | null): Step {
  const { standing } = presence;
  switch (event.type) {
    case "doubted":
      if (standing === "in") return [{ ...presence, standing: "doubtful" }, ["look"]];
      return standing === "out" && event.byHand ? ask(presence) : [presence, []];
    case "returned":
      return [presence, standing === "out" ? ["look"] : []];
    case "found":
      if (!isSame(event.who, opener)) return [presence, ["reload"]];
      return standing === "in" ? [presence, []] : [PRESENT, ["resume"]];
    case "nobody":
      return standing === "doubtful"
        ? [{ standing: "out", isAsking: true }, ["leave"]]
        : [presence, []];
    case "unknown":
      // Whatever raised the doubt will raise it again.
      return standing === "doubtful" ? [PRESENT, ["call"]] : [presence, []];
    case "wanted":
      return standing === "out" ? ask(presence) : [presence, []];
    case "dismissed":
      return [{ ...presence, isAsking: false }, []];
    default:
      return event satisfies never;
  }
}

function ask(presence: Presence): Step {
  return [{ ...presence, isAsking: true }, []];
}

/** The page shows what it does by who this is and by what they may do. */
function isSame(one: SessionAnswer, other: SessionAnswer | null): boolean {
  return one.principal === other?.principal && one.role === other.role;
}
