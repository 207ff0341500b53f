import { wellFormed } from "../../domain/well-formed.ts";
import { isPublic } from "./address.ts";
import type { Answer } from "./exchange.ts";

/** How much of an answer's body is kept (bytes). */
const LONGEST = 1024;

/**
 * The beginning of an answer's body, to be shown. Null unless it came from a public address, since people
 * could otherwise read in the network that Tocsin runs in; and for what is packed, although it was not to be.
 */
export function excerptOf(
  { headers, body }: Pick<Answer, "headers" | "body">,
  address: string | null,
): string | null {
  if (address === null || !isPublic(address)) return null;
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "";
  if (encoding !== "" && encoding !== "identity") return null;
  // Of a character that was cut in two, nothing is kept.
  const text = new TextDecoder().decode(body.subarray(0, LONGEST), {
    stream: body.length > LONGEST,
  });
  return wellFormed(text);
}
