import type { Scope } from "../../domain/principal.ts";
import type { Key } from "../../protocol/people.ts";
import { plain } from "../words/plain.ts";
import { agoWords } from "../words/time.ts";

/** What a scope is called, and what it is for. */
export const SCOPE_WORDS: Readonly<
  Record<Scope, { readonly name: string; readonly note: string }>
> = {
  read: { name: "Read", note: "the feed, the live socket, metrics" },
  ingest: { name: "Send alerts", note: "what Alertmanager, Grafana and scripts need" },
  operate: { name: "Act on alerts", note: "acknowledge, resolve, delete, write notes" },
};

/** "send alerts as alertmanager", "read, act on alerts" */
export function scopeWords({ scopes, source }: Key): string {
  const words = scopes.map((scope) => SCOPE_WORDS[scope].name.toLowerCase()).join(", ");
  return source === null ? words : `${words} as ${plain(source)}`;
}

/** What stops when the key is revoked. */
export function revocationWords({ scopes, source, lastUsedAt }: Key, now: number): string {
  const use =
    lastUsedAt === null ? "It was never used." : `It was last used ${agoWords(lastUsedAt, now)}.`;
  const stops = scopes.includes("ingest")
    ? `Alerts${source === null ? "" : ` from ${plain(source)}`} that are sent with it are refused`
    : "Whatever uses it is refused";
  return `${stops} from then on, and it cannot be brought back. ${use}`;
}
