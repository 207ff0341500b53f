import { once } from "node:events";
import { request } from "node:http";
import type { Socket } from "node:net";
import { Fault } from "./reason.ts";
import type { Target } from "./target.ts";

/** A proxy that everything goes out through, such as Smokescreen, and that judges names itself. */
export interface EgressProxy {
  readonly host: string;
  readonly port: number;
  /** What it is told of who asks; empty where its address has no user. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The proxy at an address such as `http://smokescreen:4750`; null where that is none. */
export function egressProxyOf(text: string): EgressProxy | null {
  const url = URL.parse(text);
  if (url === null || url.protocol !== "http:" || url.port === "0") return null;
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") return null;
  const credentials = credentialsOf(url);
  if (credentials === null) return null;
  return {
    host: url.hostname.replace(/^\[(.*)\]$/u, "$1"),
    port: url.port === "" ? 80 : Number(url.port),
    headers:
      credentials === ":"
        ? {}
        : { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` },
  };
}

function credentialsOf({ username, password }: URL): string | null {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return null;
  }
}

/** Makes a way through the proxy to the target, over a connection to the proxy. */
export async function tunnel(
  socket: Socket,
  proxy: EgressProxy,
  { host, port }: Target,
  signal: AbortSignal,
): Promise<void> {
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const asked = request({
    createConnection: () => socket,
    method: "CONNECT",
    path: authority,
    headers: { host: authority, ...proxy.headers },
    setHost: false,
    maxHeaderSize: 16 * 1024,
    insecureHTTPParser: false,
  });
  asked.on("error", () => {});
  const answered = once(asked, "connect", { signal });
  asked.end();
  const isOpen = await answered.then(isThrough, (error: unknown) => {
    socket.destroy();
    if (signal.aborted) throw error;
    throw new Fault("proxy-failed", { cause: error });
  });
  if (isOpen) return;
  socket.destroy();
  throw new Fault("proxy-failed");
}

/** What is told of `connect`: the answer, the socket, and what came behind the answer. */
interface Connected {
  readonly statusCode?: number;
  readonly length?: number;
}

/** Whether there is a way, and nothing has come out of it: beyond it nobody speaks before they are spoken to. */
function isThrough([answer, , head]: readonly Connected[]): boolean {
  return answer?.statusCode === 200 && head?.length === 0;
}
