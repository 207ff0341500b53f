import "server-only";

/** How one of our cookies is read, set and taken back. */
export interface Cookie {
  readonly name: string;
  /**
   * Null where there is none. Empty, which is nobody's, where there are two: one was put there by
   * somebody else, and whoever has them means to be somebody.
   */
  read(headers: readonly string[] | undefined): string | null;
  /** The value of `Set-Cookie`, for as long as the browser is open or for `maxAge` seconds. */
  set(value: string, maxAge?: number): string;
  /** The value of `Set-Cookie` that takes it back. */
  clear(): string;
}

/**
 * Below a path of a host that others share, it is sent there alone. What has the prefix `__Host-` may
 * not be: then it is `__Secure-`, which keeps away what is unencrypted and not what shares the host.
 */
const SHARED = "__Secure-";

/**
 * A cookie that no script reads, and that no page of another site sends but by a link. Where browsers
 * come by https it has the prefix `__Host-`, with which no other host and nothing unencrypted can set
 * one of that name (RFC 6265bis, section 4.1.3).
 */
export function createCookie(name: string, publicOrigin: URL | null): Cookie {
  const isSecure = publicOrigin?.protocol === "https:";
  const path = publicOrigin?.pathname.replace(/(?<=.)\/$/u, "") ?? "/";
  const prefix = path === "/" ? "__Host-" : SHARED;
  const whole = isSecure ? prefix + name : name;
  const attributes = `${isSecure ? "; Secure" : ""}; HttpOnly; SameSite=Lax; Path=${path}`;

  return {
    name: whole,
    read: (headers) => valueOf(whole, headers),
    set(value, maxAge) {
      return `${whole}=${value}${attributes}${maxAge === undefined ? "" : `; Max-Age=${maxAge}`}`;
    },
    clear: () => `${whole}=${attributes}; Max-Age=0`,
  };
}

/** Names of cookies are compared as they are, and their values taken so: ours are plain letters. */
function valueOf(name: string, headers: readonly string[] | undefined): string | null {
  let found: string | null = null;
  for (const pair of headers?.flatMap((header) => header.split(";")) ?? []) {
    const at = pair.indexOf("=");
    if (at < 0 || pair.slice(0, at).trim() !== name) continue;
    if (found !== null) return "";
    found = pair.slice(at + 1).trim();
  }
  return found;
}
