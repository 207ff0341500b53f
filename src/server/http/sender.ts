import "server-only";
import type { IncomingMessage } from "node:http";
import type { Principal } from "../../domain/principal.ts";
import type { Sender } from "../telemetry/refusals.ts";

/** The address of whoever asks: of the peer, or of whoever asked it where it is a trusted proxy. */
export type ClientOf = (headers: NodeJS.Dict<string[]>, peer: string | undefined) => string;

/** Who sent a request, as far as it says so; `source` is the name that such an address has else. */
export function senderOf(
  request: IncomingMessage,
  clientOf: ClientOf,
  {
    source,
    principal = null,
  }: { readonly source?: string | undefined; readonly principal?: Principal | null } = {},
): Sender {
  const { url = "", headers, headersDistinct, socket } = request;
  const path = pathOf(request);
  const named = new URLSearchParams(url.slice(path.length)).get("source") || source;
  return {
    source: named ?? null,
    host: headers.host ?? "",
    path,
    from: clientOf(headersDistinct, socket.remoteAddress),
    principal: principal?.name ?? null,
  };
}

/** The path as it was sent, which may be none that is read. */
export function pathOf({ url = "" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "";
}
