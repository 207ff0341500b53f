import { Socket } from "node:net";
import { vi } from "vitest";

export interface Connections extends Disposable {
  /** Where sockets of this process were to connect to, in order. */
  readonly attempts: readonly { address: string; port: number }[];
}

type Options = Parameters<Socket["connect"]>[0] & {
  host: string;
  port: number;
  lookup: (
    host: string,
    options: { all: true },
    callback: (error: null, found: readonly { address: string }[]) => void,
  ) => void;
};

/**
 * Watches every TCP socket of this process as it is told to connect. None leaves the machine: a public
 * address refuses, or is another machine's that listens here, to which `reroute` leads; `through` lets them go.
 */
export function watchConnections(reroute: number | "through" | null = null): Connections {
  const attempts: { address: string; port: number }[] = [];
  const { connect } = Socket.prototype;
  const spy = vi.spyOn(Socket.prototype, "connect").mockImplementation(function (
    this: Socket,
    ...given: unknown[]
  ) {
    const [options] = given.flat() as [Options];
    options.lookup(options.host, { all: true }, (_error, found) => {
      const isName = /[a-z]/iu.test(options.host) && !options.host.includes(":");
      const addresses = isName ? found.map(({ address }) => address) : [options.host];
      attempts.push(...addresses.map((address) => ({ address, port: options.port })));
    });
    if (reroute === "through") return connect.apply(this, given as never);
    if (reroute !== null)
      return connect.apply(this, [{ host: "127.0.0.1", port: reroute }] as never);
    const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    process.nextTick(() => this.destroy(refused));
    return this;
  });
  return { attempts, [Symbol.dispose]: () => spy.mockRestore() };
}
