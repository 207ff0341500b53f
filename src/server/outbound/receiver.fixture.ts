import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createSecureServer } from "node:tls";

export interface Receiver extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** How many have connected. */
  readonly connections: () => number;
  /** How many are still connected. */
  readonly open: () => number;
  /** Everything that it was sent, over all connections. */
  readonly received: () => string;
}

type Behaviour = (socket: Socket, soFar: string) => void;

/** A server on loopback that does as it is told: `behave` is called with whatever has come of a request. */
export async function receiver(
  behave: Behaviour,
  { certificate, host = "127.0.0.1" }: { certificate?: string; host?: string } = {},
): Promise<Receiver> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let received = "";
  const serve = (socket: Socket) => {
    let soFar = "";
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      soFar += chunk.toString("latin1");
      received += chunk.toString("latin1");
      behave(socket, soFar);
    });
  };
  const server: Server =
    certificate === undefined
      ? createServer(serve)
      : createSecureServer({ cert: pem(certificate), key: pem(`${certificate}-key`) }, serve);
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const authority = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return {
    port,
    url: `${certificate === undefined ? "http" : "https"}://${authority}/hook`,
    connections: () => connections,
    open: () => sockets.size,
    received: () => received,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Answers once the head of a request is there. */
export function answering(
  answer: string | Buffer,
  then: (socket: Socket) => void = end,
): Behaviour {
  const answered = new WeakSet<Socket>();
  return (socket, soFar) => {
    if (answered.has(socket) || !soFar.includes("\r\n\r\n")) return;
    answered.add(socket);
    socket.write(answer, () => then(socket));
  };
}

function end(socket: Socket): void {
  socket.end();
}

/** Writes the same again and again, as fast as it is read, for as long as the connection lasts. */
export function forEver(chunk: string | Buffer): (socket: Socket) => void {
  return (socket) => {
    const more = () => {
      if (!socket.destroyed) socket.write(chunk, more);
    };
    more();
  };
}

/** Says nothing any more, and keeps the connection. */
export function silent(): void {}

export function pem(name: string): string {
  return readFileSync(new URL(`fixtures/tls/${name}.pem`, import.meta.url), "utf8");
}

export const OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
