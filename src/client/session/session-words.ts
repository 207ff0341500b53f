import { actorWords } from "../words/actor-words.ts";
import type { Role } from "../../domain/principal.ts";
import type { SessionAnswer } from "../../protocol/session.ts";

/** What somebody is called who has signed in, empty where nobody has. */
export function nameOf(session: SessionAnswer | null): string {
  return session === null || session.via === "open" ? "" : actorWords(session.principal);
}

/** What a role is called, and what it lets people do. */
export const ROLE_WORDS: Readonly<Record<Role, { readonly name: string; readonly may: string }>> = {
  viewer: { name: "Viewer", may: "reads the feed" },
  operator: { name: "Operator", may: "also acts on alerts and writes notes" },
  admin: { name: "Admin", may: "also has people, keys and the settings of this server" },
};
