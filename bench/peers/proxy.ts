import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import sirv from "sirv";

/**
 * Stands before Tocsin with the pages to compare it with under /peers/, so that all of them are of
 * one origin. Pages of rows take `latency` ms more on their way, as over a real network.
 */
const [target = "", latency = "0", folder = "."] = process.argv.slice(2);
const { hostname, port } = new URL(target);

const pages = sirv(folder, { etag: true });

const server = createServer((incoming, response) => {
  if (incoming.url?.startsWith("/peers/")) {
    incoming.url = incoming.url.slice("/peers".length);
    return pages(incoming, response);
  }
  void forward(incoming, response);
});

async function forward(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const isPageOfRows = incoming.method === "GET" && incoming.url?.startsWith("/api/alerts?");
  if (isPageOfRows) await setTimeout(Number(latency));
  const { method, url: path, headers } = incoming;
  const outgoing = request({ hostname, port, method, path, headers });
  outgoing.once("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  // A page that has lost interest has gone, and so may Tocsin have at the end.
  outgoing.once("error", () => response.destroy());
  response.once("close", () => outgoing.destroy());
  incoming.pipe(outgoing);
}

server.on("upgrade", ({ method, url, rawHeaders }, socket, head) => {
  const upstream = connect(Number(port), hostname);
  const headers = rawHeaders.map((text, at) => (at % 2 === 0 ? `\r\n${text}: ` : text)).join("");
  upstream.write(`${method} ${url} HTTP/1.1${headers}\r\n\r\n`);
  upstream.write(head);
  socket.pipe(upstream).pipe(socket);
  const end = (): void => {
    socket.destroy();
    upstream.destroy();
  };
  socket.on("error", end).on("close", end);
  upstream.on("error", end).on("close", end);
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") console.log(`http://127.0.0.1:${address?.port}`);
});
