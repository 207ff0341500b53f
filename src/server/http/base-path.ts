import "server-only";
import type { IncomingMessage } from "node:http";

/**
 * Cuts the path below which Tocsin lies off the address of a request, so that nothing behind has to know
 * of it. False where the request is not for what lies there; then its address stays.
 */
export function enter(request: IncomingMessage, basePath: string): boolean {
  const { url = "" } = request;
  if (basePath === "/") return true;
  if (url.startsWith(basePath)) {
    request.url = `/${url.slice(basePath.length)}`;
    return true;
  }
  const bare = basePath.slice(0, -1);
  const isBare = url === bare || url.startsWith(`${bare}?`);
  if (isBare) request.url = `/${url.slice(bare.length)}`;
  return isBare;
}
