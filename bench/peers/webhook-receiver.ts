import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { listen } from "./listen.ts";

/** When each alert arrived: ms since 1970 by its id, since that was last asked. */
let arrivals: [id: number, at: number][] = [];
let requests = 0;

/** Receivers of webhooks, by path: `/well…` takes all, `/broken` nothing, and `/silent` says nothing ever. */
const server = createServer((request, response) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = "" } = request;
  if (url === "/arrivals") {
    response.end(JSON.stringify({ arrivals, requests }));
    arrivals = [];
    requests = 0;
    return;
  }
  const body = await text(request);
  if (url === "/silent") return;
  if (url === "/broken") {
    response.writeHead(500).end();
    return;
  }
  response.end();
  requests += 1;
  if (url === "/well") {
    const { data } = JSON.parse(body) as { data?: { alert?: { id: number } } };
    arrivals.push([data?.alert?.id ?? 0, performance.timeOrigin + performance.now()]);
  }
}

listen(server);
