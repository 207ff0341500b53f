import "server-only";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { type KeyParts, keyPartsOf } from "./token.ts";

/** A key that was sent, and how: what comes by basic a browser may add by itself, what comes by bearer not. */
export interface SentKey extends KeyParts {
  readonly scheme: "bearer" | "basic";
}

const EXPECTED = "Authorization: must be `Bearer KEY`, or basic with a key for the password.";
const BASE64 = /^[A-Za-z\d+/]*={0,2}$/u;
/** Characters of a header that may have a key in it, whatever the user name beside it. */
const LONGEST = 2_000;

/**
 * The key in the header `Authorization`, null where there is no header. What cannot be read is refused:
 * whoever sends it means to be somebody, and must not be taken for nobody.
 */
export function sentKeyOf(headers: readonly string[] | undefined): Result<SentKey | null> {
  if (headers === undefined || headers.length === 0) return ok(null);
  const [header = "", ...others] = headers;
  if (others.length > 0) return fail("sign-in-required", "Authorization: must be sent once.");
  if (header.length > LONGEST) return fail("sign-in-required", EXPECTED);
  const at = header.indexOf(" ");
  const scheme = header.slice(0, Math.max(0, at)).toLowerCase();
  const credentials = header.slice(at + 1).trim();
  switch (scheme) {
    case "bearer":
      return sentKey(credentials, scheme);
    case "basic":
      return sentKey(passwordOf(credentials) ?? "", scheme);
    default:
      return fail("sign-in-required", EXPECTED);
  }
}

function sentKey(text: string, scheme: SentKey["scheme"]): Result<SentKey> {
  const parts = keyPartsOf(text);
  return parts === null ? fail("sign-in-required", EXPECTED) : ok({ ...parts, scheme });
}

/** What follows the first colon (RFC 7617). Null for what is not base64 to the letter. */
function passwordOf(credentials: string): string | null {
  if (credentials.length % 4 !== 0 || !BASE64.test(credentials)) return null;
  const bytes = Buffer.from(credentials, "base64");
  if (bytes.toString("base64") !== credentials) return null;
  const text = bytes.toString("utf8");
  const at = text.indexOf(":");
  return at < 0 ? null : text.slice(at + 1);
}
