import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** A line to an app, on which its pages get a script before their own, and pages of alerts can be held. */
export interface Line {
  readonly url: string;
  /** From the next page on, this is run in it before anything of its own. It is self-contained. */
  readonly runFirst: (script: () => void) => void;
  /** From now on, HTML comes in two halves, so long (ms) one after the other. */
  readonly halve: (pause: number) => void;
  /** How many pages of alerts have been asked for, and how many of them wait. */
  readonly asked: () => number;
  readonly held: () => number;
  /** Pages of alerts wait until they are released. */
  readonly hold: () => void;
  readonly release: () => void;
  readonly close: () => Promise<void>;
}

export async function startLine(app: string): Promise<Line> {
  const { hostname, port } = new URL(app);
  const scripts: string[] = [];
  const waiting: (() => void)[] = [];
  const tunnels = new Set<Socket>();
  let isHolding = false;
  let asked = 0;
  let pause = 0;

  const server = createServer((incoming, answer) => {
    if (!/^\/api\/alerts\?.*(?:before|after)=/u.test(incoming.url ?? ""))
      return pass(incoming, answer);
    asked += 1;
    if (isHolding) waiting.push(() => pass(incoming, answer));
    else pass(incoming, answer);
  });

  function pass(incoming: IncomingMessage, answer: ServerResponse): void {
    const { method, url: path, headers } = incoming;
    // HTML is to be read on the way.
    const passed = { ...headers, "accept-encoding": "identity" };
    const outgoing = request({ hostname, port, method, path, headers: passed }, (response) => {
      if (response.headers["content-type"]?.startsWith("text/html"))
        void passHtml(response, answer);
      else {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      }
    });
    // The app may be gone, or the browser no longer interested.
    outgoing.on("error", () => answer.destroy());
    answer.on("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  }

  async function passHtml(response: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { "content-length": _, ...headers } = response.headers;
    answer.writeHead(response.statusCode ?? 502, headers);
    const nonce = /'nonce-([^']+)'/u.exec(String(headers["content-security-policy"]))?.[1] ?? "";
    const html = Buffer.concat(await response.toArray())
      .toString()
      .replace("<head>", () => `<head><script nonce="${nonce}">${scripts.join("\n")}</script>`);
    if (pause === 0) return void answer.end(html);
    answer.write(html.slice(0, html.length / 2));
    setTimeout(() => answer.end(html.slice(html.length / 2)), pause);
  }

  server.on("upgrade", ({ url, rawHeaders }, socket: Socket, head) => {
    const tunnel = connect(Number(port), hostname);
    const lines = rawHeaders.map((text, index) => text + (index % 2 === 0 ? ": " : "\r\n"));
    tunnel.write(`GET ${url} HTTP/1.1\r\n${lines.join("")}\r\n`);
    tunnel.write(head);
    tunnel.pipe(socket).pipe(tunnel);
    for (const [end, other] of [
      [tunnel, socket],
      [socket, tunnel],
    ] as const) {
      tunnels.add(end);
      end.on("error", () => other.destroy());
      end.on("close", () => other.destroy());
    }
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    runFirst: (script) => void scripts.push(`(${script.toString()})();`),
    halve: (length) => {
      pause = length;
    },
    asked: () => asked,
    held: () => waiting.length,
    hold: () => {
      isHolding = true;
    },
    release: () => {
      isHolding = false;
      for (const go of waiting.splice(0)) go();
    },
    close: async () => {
      for (const tunnel of tunnels) tunnel.destroy();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
