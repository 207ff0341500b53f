import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import type { Look } from "./resolver.ts";

export interface NameServer extends AsyncDisposable {
  /** Asks this server for the IPv4 and IPv6 addresses of a name, over the network. */
  readonly look: Look;
  /** The names that were asked for their IPv4 addresses, in order. */
  readonly asked: readonly string[];
}

/** A name server on loopback: `answer` says what a name means, each time that it is asked. */
export async function nameServer(
  answer: (name: string, times: number) => readonly string[],
): Promise<NameServer> {
  const asked: string[] = [];
  let latest: readonly string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => {
    const { name, end } = questionOf(query);
    const isV6 = query.readUInt16BE(end) === 28;
    // Both are of one look: the IPv4 addresses are asked for first.
    if (!isV6) {
      asked.push(name);
      latest = answer(name, asked.filter((one) => one === name).length);
    }
    const found = latest.filter((one) => one.includes(":") === isV6);
    socket.send(answerTo(query, end + 4, found), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");

  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return {
    asked,
    look: async (name) => {
      const v4 = await resolver.resolve4(name).catch(none);
      const v6 = await resolver.resolve6(name).catch(none);
      return [...v6, ...v4];
    },
    async [Symbol.asyncDispose]() {
      resolver.cancel();
      socket.close();
      await once(socket, "close");
    },
  };
}

function none(): string[] {
  return [];
}

function questionOf(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), end: at + 1 };
}

function answerTo(query: Buffer, end: number, addresses: readonly string[]): Buffer {
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, query.subarray(12, end), ...addresses.map(recordOf)]);
}

function recordOf(address: string): Buffer {
  const data = Buffer.from(
    address.includes(":") ? bytesOfV6(address) : address.split(".").map(Number),
  );
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(data.length === 16 ? 28 : 1, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function bytesOfV6(address: string): number[] {
  const [before = "", after] = address.split("::");
  const head = before.split(":").filter(Boolean);
  const tail = after?.split(":").filter(Boolean) ?? [];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return [...head, ...zeros, ...tail].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}
