import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

export const REQUEST_ID = "x-request-id";

/** What proxies give; anything else could forge what stands around it in a log. */
const SANE = /^[\w.:-]{1,64}$/u;

/** Names a request in the log: as the proxy before us has named it, else anew. */
export function requestIdOf({ headers }: IncomingMessage, newId: () => string = randomUUID) {
  const given = headers[REQUEST_ID];
  return typeof given === "string" && SANE.test(given) ? given : newId();
}
