import type { Actor } from "./actor.ts";

/** What people are to this server: a viewer reads, an operator acts, an admin has all the rest. */
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What a program may do with its key. */
export const SCOPES = ["read", "ingest", "operate"] as const;
export type Scope = (typeof SCOPES)[number];

/** What an address asks of whoever calls it. */
export type Need = "nothing" | Scope | "admin";

/** How a principal has come in: `open` where nobody needs to sign in. */
export const WAYS_IN = ["password", "oidc", "proxy", "key", "open"] as const;
export type WayIn = (typeof WAYS_IN)[number];

/** Who makes a request. */
export interface Principal {
  readonly name: `user:${string}` | `key:${string}` | "anonymous";
  /** Null for keys, which have scopes instead. */
  readonly role: Role | null;
  readonly scopes: readonly Scope[];
  readonly via: WayIn;
  /** The one source for which a key may speak, null where it may for any. */
  readonly source: string | null;
  /** The number of the user, of the session and of the key, each null where there is none. */
  readonly userId: number | null;
  readonly sessionId: number | null;
  readonly keyId: number | null;
  /** When (ms since 1970) it is a stranger again, `Infinity` where it stays. */
  readonly until: number;
}

const SCOPES_OF = {
  viewer: ["read"],
  operator: ["read", "ingest", "operate"],
  admin: ["read", "ingest", "operate"],
} as const satisfies Record<Role, readonly Scope[]>;

/** What the role lets people do that keys can be given, too. */
export function scopesOf(role: Role): readonly Scope[] {
  return SCOPES_OF[role];
}

/** Whether a principal may call an address with such a need. */
export function may(principal: Principal, need: Need): boolean {
  switch (need) {
    case "nothing":
      return true;
    case "admin":
      return principal.role === "admin";
    case "read":
    case "ingest":
    case "operate":
      return principal.scopes.includes(need);
    default:
      return need satisfies never;
  }
}

/** How the log names a principal. */
export function actorOf({ name }: Pick<Principal, "name">): Actor {
  return name === "anonymous" ? "operator" : name;
}
