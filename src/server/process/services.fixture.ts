import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as textOf } from "node:stream/consumers";
import { discord, slack, teams } from "./chats.fixture.ts";
import { gotify, ntfy, pagerduty } from "./pagers.fixture.ts";
import type { Answer } from "./service.fixture.ts";

export const SERVICES = { slack, pagerduty, ntfy, discord, teams, gotify } as const;
export type ServiceName = keyof typeof SERVICES;

/** The service on a port of its own. */
export async function startService(name: ServiceName) {
  const { path, answer } = SERVICES[name];
  const taken: string[] = [];
  const answers: Answer[] = [];
  let always: Answer | null = null;
  const server = createServer((request, response) => void take(request, response));

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const url = new URL(request.url ?? "", "http://service.test");
    const given = always ?? answer({ url, headers: request.headers, body });
    answers.push(given);
    if (given.status < 300) taken.push(body);
    response.writeHead(given.status, given.headers).end(given.body);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}${path}`,
    taken,
    answers,
    /** From now on it answers that; null: as the service does. */
    answerAlike: (answer: Answer | null) => (always = answer),
    stop: () => server.close(),
  };
}
