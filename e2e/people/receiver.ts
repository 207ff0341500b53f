import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Locator, Page } from "@playwright/test";
import { App } from "../support/app.ts";
import { expect, type Team, test as base } from "./team.ts";

interface Got {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A program that webhooks are sent to, on this machine. */
export class Receiver {
  readonly #server: Server;
  /** All that it was sent. */
  readonly got: Got[] = [];
  /** The status that it answers with. */
  answer = 200;

  private constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.#server.listen(0, "127.0.0.1");
    await once(receiver.#server, "listening");
    return receiver;
  }

  /** Host and port. */
  get authority(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.authority}/hook?token=hidden`;
  }

  /** The kinds of events that it was sent. */
  get types(): string[] {
    return this.got.map(({ body }) => (JSON.parse(body) as { type: string }).type);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url: path = "", headers } = request;
    this.got.push({ path, headers, body: await text(request) });
    response.writeHead(this.answer).end();
  }
}

/** Tests of an app that may call one receiver on this machine. */
export const test = base.extend<{ receiver: Receiver }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
  receiver: async ({}, use) => {
    const receiver = await Receiver.start();
    await use(receiver);
    receiver.stop();
  },
  app: async ({ receiver }, use) => {
    const app = await App.host(undefined, { WEBHOOK_ALLOW: receiver.authority });
    await app.lend(use);
  },
  // What is refused is reported by the browser, whoever handles it.
  // oxlint-disable-next-line no-empty-pattern -- see above
  expectedErrors: async ({}, use) => use([/status of 40[0139]/u, /ERR_FAILED/u]),
});

/** A webhook that is there already; the answer is its page. */
export async function makeWebhook(team: Team, fields: object): Promise<string> {
  const made = await team.ask("POST", "/api/webhooks", fields);
  return `/settings/webhooks/${((await made.json()) as { id: number }).id}`;
}

/** The rows of the log on the page of a webhook. */
export function attemptsOf(page: Page): Locator {
  return page.getByRole("list", { name: "Attempts" }).locator("> li");
}

export { expect };
