import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface UsageEvent {
  readonly event: string;
  readonly uuid: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A receiver of product analytics that answers as it is told to; 0 is never. */
export class PostHog {
  status = 200;
  /** Everything that was taken, once for each time. */
  readonly taken: UsageEvent[] = [];
  requests = 0;
  readonly #server = createServer((request, response) => void this.#take(request, response));

  static async start(): Promise<PostHog> {
    const posthog = new PostHog();
    posthog.#server.listen(0, "127.0.0.1");
    await once(posthog.#server, "listening");
    return posthog;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What a server is to be started with that tells it, every second. */
  get environment(): NodeJS.ProcessEnv {
    const key = { POSTHOG_HOST: `http://${this.host}`, POSTHOG_KEY: "phc_secret" };
    return { ...key, TELEMETRY_INTERVAL: "1", DO_NOT_TRACK: "" };
  }

  /** How often something was counted, in all that was taken. */
  sum(field: string): number {
    return this.taken.reduce((sum, { properties }) => sum + Number(properties[field] ?? 0), 0);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Metrics may be sent here as well.
    const { batch = [] } = JSON.parse(await text(request)) as { batch?: UsageEvent[] };
    this.requests += 1;
    if (this.status === 0) return;
    if (this.status === 200) this.taken.push(...batch);
    response.writeHead(this.status).end("{}");
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
