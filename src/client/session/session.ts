import { type Accessor, createSignal, onCleanup, onMount } from "solid-js";
import type { Actor } from "../../domain/actor.ts";
import { actorOf, type Principal, scopesOf } from "../../domain/principal.ts";
import type { SessionAnswer } from "../../protocol/session.ts";
import { listenToRefusals } from "../api/refusals.ts";
import { look } from "../api/session.ts";
import { requiredContext } from "../ui/required-context.ts";
import type { SessionOpening } from "./opening.ts";
import { PRESENT, type PresenceEffect, type PresenceEvent, step } from "./presence.ts";

/** Whoever has opened the page. It begins anew where that is somebody else. */
export interface Session extends SessionOpening {
  /** As the log names them. */
  readonly actor: Actor;
  /** Whether they have a name, other than those who come in where nobody needs to sign in. */
  readonly isNamed: boolean;
  readonly may: (need: "operate" | "admin") => boolean;
  /** Whether they are signed in no more. */
  readonly isOut: Accessor<boolean>;
  /** Whether the page asks them to sign in again. */
  readonly isAsking: Accessor<boolean>;
  readonly tell: (event: PresenceEvent) => void;
}

export const [SessionProvider, useSession] = requiredContext<Session>("session");

/** What the page does when they go and when they are back. */
export type Leaving = Readonly<Record<"leave" | "call" | "resume", () => void>>;

export function createSession(opening: SessionOpening, leaving: Leaving): Session {
  const { session } = opening;
  const role = session?.role ?? null;
  const [presence, setPresence] = createSignal(PRESENT);

  function tell(event: PresenceEvent): void {
    const [next, effects] = step(presence(), event, session);
    setPresence(next);
    effects.forEach(carryOut);
  }

  function carryOut(effect: PresenceEffect): void {
    switch (effect) {
      case "look":
        return void look().then(tell);
      case "leave":
      case "call":
      case "resume":
        return leaving[effect]();
      case "reload":
        return location.reload();
      default:
        return effect satisfies never;
    }
  }

  onMount(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const ignore = listenToRefusals((byHand) => tell({ type: "doubted", byHand }));
    const returned = (): void => {
      if (document.visibilityState === "visible") tell({ type: "returned" });
    };
    document.addEventListener("visibilitychange", returned, { signal });
    addEventListener("focus", returned, { signal });
    onCleanup(() => {
      ended.abort();
      ignore();
    });
  });

  return {
    ...opening,
    actor: actorOf({ name: nameIn(session) }),
    isNamed: session !== null && session.via !== "open",
    may: (need) =>
      need === "admin" ? role === "admin" : role !== null && scopesOf(role).includes(need),
    isOut: () => presence().standing === "out",
    isAsking: () => presence().isAsking,
    tell,
  };
}

/** The server speaks of nobody else. */
function nameIn(session: SessionAnswer | null): Principal["name"] {
  return (session?.principal ?? "anonymous") as Principal["name"];
}
