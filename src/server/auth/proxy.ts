import "server-only";
import { BlockList, isIP } from "node:net";
import { type Principal, type Role, scopesOf } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { readUserName } from "../../domain/user-name.ts";
import { bareAddress } from "./network.ts";
import { type RoleLists, roleOf } from "./roles.ts";
import { areSameText } from "./token.ts";

/** A proxy that signs people in and says in headers who they are. Names of headers are in small letters. */
export interface ProxyConfig {
  readonly userHeader: string;
  /** Groups, with commas or upright strokes between them. */
  readonly groupsHeader: string | null;
  /** Where it speaks from, see {@link trustedOf}. */
  readonly trusted: BlockList;
  /** What it shows to be known by, too, where others can speak from there. */
  readonly secretHeader: { readonly name: string; readonly value: string } | null;
  /**
   * Roles by group or, without a header for groups, by name. Null where the proxy alone decides who
   * comes in: then everybody is an operator, since only a list can make somebody an admin.
   */
  readonly roles: RoleLists | null;
}

/** Every value of each header, apart, as Node has them in `headersDistinct`. */
export type Headers = Readonly<NodeJS.Dict<readonly string[]>>;

const ROLE_WITHOUT_LISTS: Role = "operator";

/**
 * How long (ms) a socket lives on the word of a proxy, which says of no one that they are gone: whoever
 * comes anew is asked by it once more. Requests are by themselves.
 */
const WORD_HOLDS_FOR = 15 * 60_000;

/** Addresses and networks such as `10.0.0.0/8`; null where one of them is neither. */
export function trustedOf(networks: readonly string[]): BlockList | null {
  const trusted = new BlockList();
  for (const network of networks) {
    const [, address = network, digits] = /^([^/]*)\/(\d{1,3})$/u.exec(network) ?? [];
    const version = isIP(address);
    if (version === 0 || address.includes("%")) return null;
    const longest = version === 4 ? 32 : 128;
    const prefix = digits === undefined ? longest : Number(digits);
    if (prefix > longest) return null;
    trusted.addSubnet(address, prefix, version === 4 ? "ipv4" : "ipv6");
  }
  return trusted;
}

/**
 * Who a request is according to the proxy that it came by; null where it came by none. Whoever else
 * sends these headers is told nothing, as if they had sent none.
 */
export function createProxied(
  { userHeader, groupsHeader, trusted, secretHeader, roles }: ProxyConfig,
  now: () => number,
) {
  function isProxy(headers: Headers, peer: string | undefined): boolean {
    const address = bareAddress(peer ?? "");
    const version = isIP(address);
    if (version === 0 || !trusted.check(address, version === 4 ? "ipv4" : "ipv6")) return false;
    if (secretHeader === null) return true;
    const [secret = "", ...others] = headers[secretHeader.name] ?? [];
    return others.length === 0 && areSameText(secret, secretHeader.value);
  }

  return (headers: Headers, peer: string | undefined): Result<Principal | null> => {
    if (!isProxy(headers, peer)) return ok(null);
    const user = onlyOf(headers, userHeader);
    if (!user.ok || user.value === "") return user.ok ? ok(null) : user;
    const read = readUserName(user.value);
    if (!read.ok) return fail("sign-in-required", `${userHeader}: ${read.problem.detail}`);
    const name = read.value;
    const groups = groupsHeader === null ? ok(name) : onlyOf(headers, groupsHeader);
    if (!groups.ok) return groups;
    const role =
      roles === null ? ROLE_WITHOUT_LISTS : roleOf(split(groups.value, groupsHeader), roles);
    if (role === null)
      return fail("not-allowed", `${name} has come in, but is in no group with a role.`);
    return ok(proxied(name, role, now() + WORD_HOLDS_FOR));
  };
}

/** The value of a header that must be there once at most; two are a sign that somebody adds to it. */
function onlyOf(headers: Headers, header: string): Result<string> {
  const [value = "", ...others] = headers[header] ?? [];
  if (others.length > 0) return fail("sign-in-required", `${header}: must be there once.`);
  const text = utf8Of(value);
  return text === null ? fail("sign-in-required", `${header}: must be UTF-8.`) : ok(text);
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Node reads headers as Latin-1; what proxies write is UTF-8. */
function utf8Of(value: string): string | null {
  try {
    return UTF8.decode(Buffer.from(value, "latin1"));
  } catch {
    return null;
  }
}

function split(groups: string, groupsHeader: string | null): readonly string[] {
  if (groupsHeader === null) return [groups];
  return groups.split(/[,|]/u).map((group) => group.trim());
}

function proxied(name: string, role: Role, until: number): Principal {
  return {
    name: `user:${name}`,
    role,
    scopes: scopesOf(role),
    via: "proxy",
    source: null,
    userId: null,
    sessionId: null,
    keyId: null,
    until,
  };
}
