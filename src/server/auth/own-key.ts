import "server-only";
import type { Principal } from "../../domain/principal.ts";
import type { Identification } from "./identify.ts";
import type { Headers } from "./proxy.ts";
import { areSameText, newSecret } from "./token.ts";

type Identify = (headers: Headers, peer: string | undefined) => Promise<Identification>;

/** What the server's own generator comes in with, for as long as the server runs. */
export interface OwnKey {
  readonly text: string;
  /** The same way in, for whoever has that key as well. */
  readonly before: (identify: Identify) => Identify;
}

export function createOwnKey(name: string): OwnKey {
  const text = newSecret().secret;
  const principal: Principal = {
    name: `key:${name}`,
    role: null,
    scopes: ["ingest"],
    via: "key",
    source: null,
    userId: null,
    sessionId: null,
    keyId: null,
    until: Infinity,
  };
  const wanted = `Bearer ${text}`;
  return {
    text,
    before: (identify) => async (headers, peer) => {
      const [sent, ...others] = headers["authorization"] ?? [];
      if (sent !== undefined && others.length === 0 && areSameText(sent, wanted))
        return { ok: true, value: { principal, credential: "bearer" } };
      return identify(headers, peer);
    },
  };
}
