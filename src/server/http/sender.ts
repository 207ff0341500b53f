import "server-only";
import type { IncomingMessage } from "node:http";
import type { Principal } from "../../domain/principal.ts";
import type { Sender } from "../telemetry/refusals.ts";

/** Who sent a request, as far as it says so; `source` is the name that such an address has else. */
export function senderOf(
  request: IncomingMessage,
  source?: string,
  principal: Principal | null = null,
): Sender {
  const { url = "", headers, socket } = request;
  const path = pathOf(request);
  const named = new URLSearchParams(url.slice(path.length)).get("source") || source;
  return {
    source: named ?? null,
    host: headers.host ?? "",
    path,
    from: socket.remoteAddress ?? "",
    principal: principal?.name ?? null,
  };
}

/** The path as it was sent, which may be none that is read. */
export function pathOf({ url = "" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "";
}
