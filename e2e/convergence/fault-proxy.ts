import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** One connection through the proxy: the side of the client, and that of the server. */
interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** How long (ms) each chunk is under way. */
  latency: number;
  /** What comes next from the server arrives in part, and then nothing more. */
  cutting: boolean;
}

/**
 * A bad network between clients and the server, on loopback. It knows nothing of what it carries.
 * Every fault lasts until {@link heal}, but for those that end a connection.
 */
export class FaultProxy {
  readonly #server: Server = createServer({ allowHalfOpen: true }, (client) => this.#link(client));
  readonly #links = new Set<Link>();
  readonly #target: () => number;
  /** Settled while bytes flow. */
  #flow: PromiseWithResolvers<void> = open();
  #isRefusing = false;
  #latency = 0;
  /** When (ms, by `performance.now`) anything was last handed to a client. */
  deliveredAt = -Infinity;

  private constructor(target: () => number) {
    this.#target = target;
  }

  /** Listens on a free port; `target` is the port of the server, wherever that is at the moment. */
  static async start(target: () => number): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get links(): number {
    return this.#links.size;
  }

  /** Breaks every connection. */
  drop(): void {
    for (const link of this.#links) end(link);
  }

  /** Breaks every connection in the middle of what the server says next. */
  cut(): void {
    for (const link of this.#links) link.cutting = true;
  }

  /** Ends the server's side of every connection, and does not tell the client. */
  forget(): void {
    this.stall();
    for (const { server } of this.#links) server.destroy();
  }

  /** Holds all bytes back, in both directions; connections can still be made. */
  stall(): void {
    this.#flow.resolve();
    this.#flow = Promise.withResolvers();
  }

  /** Breaks what wants to connect. */
  refuse(): void {
    this.#isRefusing = true;
  }

  /** Delays every chunk by so many ms. */
  delay(latency: number): void {
    this.#latency = latency;
    this.lag(latency);
  }

  /** Delays what is connected now by so many ms a chunk: those who connect later overtake it. */
  lag(latency: number): void {
    for (const link of this.#links) link.latency = latency;
  }

  /** From now on everything passes; what was held back comes first. */
  heal(): void {
    this.#isRefusing = false;
    for (const link of this.#links) link.cutting = false;
    this.delay(0);
    this.#flow.resolve();
  }

  async close(): Promise<void> {
    this.heal();
    this.drop();
    this.#server.close();
    await once(this.#server, "close");
  }

  #link(client: Socket): void {
    if (this.#isRefusing) return void client.resetAndDestroy();
    const server = connect({ port: this.#target(), host: "127.0.0.1", allowHalfOpen: true });
    const link: Link = { client, server, latency: this.#latency, cutting: false };
    this.#links.add(link);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      // Faults are what it is for: whoever is connected learns of them by the end.
      socket.on("error", () => {});
    }
    client.on("close", () => this.#links.delete(link));
    void this.#pass(link, client, server);
    void this.#pass(link, server, client);
  }

  async #pass(link: Link, from: Socket, to: Socket): Promise<void> {
    try {
      // What has ended in one direction may go on in the other.
      const chunks: AsyncIterable<Buffer> = from.iterator({ destroyOnReturn: false });
      for await (const chunk of chunks) {
        if (link.latency > 0) await pause(link.latency);
        await this.#flow.promise;
        const isCut = link.cutting && to === link.client;
        await write(to, isCut ? chunk.subarray(0, Math.ceil(chunk.length / 2)) : chunk);
        if (to === link.client) this.deliveredAt = performance.now();
        if (isCut) throw new Error("cut");
      }
      await this.#flow.promise;
      to.end();
    } catch {
      // The end of a connection is held back like everything else.
      await this.#flow.promise;
      end(link);
    }
  }
}

function open(): PromiseWithResolvers<void> {
  const flow = Promise.withResolvers<void>();
  flow.resolve();
  return flow;
}

/** Resolves when the bytes have left, which is more than that they have been taken. */
function write(to: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) =>
    to.write(bytes, (error) => (error ? reject(error) : resolve())),
  );
}

function end({ client, server }: Link): void {
  client.destroy();
  server.destroy();
}
