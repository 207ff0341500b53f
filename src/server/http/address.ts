import "server-only";
import { fail, ok, type Result } from "../../domain/problem.ts";

/** The address that a request names, read as every part of the server then reads it. */
export function addressOf(target: string): Result<URL> {
  // Whole URLs and `*` are said to proxies, and would bring a second Host.
  if (!target.startsWith("/")) return fail("bad-request", "The address must begin with a slash.");
  const url = URL.parse(`http://host${target}`);
  // What follows two slashes is a host to some, and nothing at all to others.
  if (url === null || url.pathname.includes("//")) return fail("not-found", "No such address.");
  if (!isDecodable(url.pathname)) return fail("bad-request", "The address is encoded wrongly.");
  return ok(url);
}

function isDecodable(path: string): boolean {
  try {
    // The result is used, else bundlers leave the call out.
    return decodeURIComponent(path) !== "";
  } catch {
    return false;
  }
}
