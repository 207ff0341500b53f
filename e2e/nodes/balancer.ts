import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** What stands in front of several nodes: each connection goes to the next of those that take one. */
export class Balancer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(ports: () => readonly number[]) {
    let turn = 0;
    this.#server = createServer((client) => {
      turn += 1;
      const all = ports();
      const order = all.map((_, index) => all[(turn + index) % all.length] ?? 0);
      this.#keep(client);
      void this.#join(client, order);
    });
  }

  /** In front of what listens on the ports, which are asked for anew for each connection. */
  static async start(ports: () => readonly number[]): Promise<Balancer> {
    const balancer = new Balancer(ports);
    balancer.#server.listen(0, "127.0.0.1");
    await once(balancer.#server, "listening");
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #join(client: Socket, ports: readonly number[]): Promise<void> {
    for (const port of ports) {
      const node = connect(port, "127.0.0.1");
      this.#keep(node);
      try {
        await once(node, "connect");
      } catch {
        continue;
      }
      client.pipe(node).pipe(client);
      client.on("close", () => node.destroy());
      node.on("close", () => client.destroy());
      return;
    }
    client.destroy();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }
}
