import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FaultProxy } from "./fault-proxy.ts";

/** Both sides of one connection, and what each of them has heard. */
interface Call {
  readonly client: Socket;
  readonly server: Socket;
  readonly heard: { client: string; server: string };
}

let server: Server;
let proxy: FaultProxy;
const calls: Call[] = [];

beforeEach(async () => {
  server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = await FaultProxy.start(() => (server.address() as AddressInfo).port);
});

afterEach(async () => {
  await proxy.close();
  for (const { client, server: accepted } of calls.splice(0)) {
    client.destroy();
    accepted.destroy();
  }
  server.close();
});

/** Both sides of a new connection, through the proxy or straight to the server. */
async function call(port = Number(new URL(proxy.url).port)): Promise<Call> {
  const accepted = once(server, "connection");
  const client = connect(port, "127.0.0.1").on("error", () => {});
  const [socket] = (await accepted) as [Socket];
  socket.on("error", () => {});
  const heard = { client: "", server: "" };
  client.on("data", (bytes: Buffer) => (heard.client += bytes.toString()));
  socket.on("data", (bytes: Buffer) => (heard.server += bytes.toString()));
  const made = { client, server: socket, heard };
  calls.push(made);
  return made;
}

/** Both sides say something that has to arrive. */
async function expectOpen({ client, server: accepted, heard }: Call, text: string): Promise<void> {
  client.write(text);
  accepted.write(text);
  await expect.poll(() => heard).toEqual({ client: text, server: text });
}

/** Bytes that pass have long arrived when this is over: others went to and fro meanwhile. */
async function afterAWhile(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await expectOpen(await call((server.address() as AddressInfo).port), "straight");
  }
}

test("without a fault, all passes both ways, and so do the ends", async () => {
  const made = await call();
  const sent = performance.now();
  await expectOpen(made, "hello");
  expect(proxy.deliveredAt).toBeGreaterThan(sent);
  made.server.end("bye");
  await Promise.all([once(made.client, "close"), once(made.server, "close")]);
  expect(made.heard.client).toBe("hellobye");
  await expect.poll(() => proxy.links).toBe(0);
});

test("it follows the server to another port", async () => {
  server.close();
  server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  await expectOpen(await call(), "elsewhere");
  expect(proxy.links).toBe(1);
});

describe("a fault", () => {
  test("drop: both sides are told of the end", async () => {
    const made = await call();
    await expectOpen(made, "hello");
    proxy.drop();
    await Promise.all([once(made.client, "close"), once(made.server, "close")]);
    await expect.poll(() => proxy.links).toBe(0);
    await expectOpen(await call(), "again");
  });

  test("cut: a part arrives, then the end", async () => {
    const made = await call();
    await expectOpen(made, "hello ");
    proxy.cut();
    made.server.write("1234567890");
    await Promise.all([once(made.client, "close"), once(made.server, "close")]);
    expect(made.heard.client).toBe("hello 12345");
  });

  test("stall: nothing passes in either direction, and all of it afterwards", async () => {
    const made = await call();
    proxy.stall();
    made.client.write("up");
    made.server.write("down");
    await afterAWhile();
    expect(made.heard).toEqual({ client: "", server: "" });
    proxy.heal();
    await expect.poll(() => made.heard).toEqual({ client: "down", server: "up" });
  });

  test("stall: an end is held back, too", async () => {
    const made = await call();
    proxy.stall();
    made.server.destroy();
    await afterAWhile();
    expect(made.client.closed).toBe(false);
    proxy.heal();
    await once(made.client, "close");
  });

  test("forget: the server's side has gone and the client's stays open", async () => {
    const made = await call();
    proxy.forget();
    await once(made.server, "close");
    await afterAWhile();
    expect(made.client.closed).toBe(false);
    proxy.heal();
    await once(made.client, "close");
  });

  test("refuse: who wants to connect is turned away, who is connected is not", async () => {
    const made = await call();
    proxy.refuse();
    const refused = connect(Number(new URL(proxy.url).port), "127.0.0.1").on("error", () => {});
    await new Promise((resolve) => refused.on("close", resolve));
    expect(proxy.links).toBe(1);
    await expectOpen(made, "still here");
    proxy.heal();
    await expectOpen(await call(), "again");
  });

  test("delay: each chunk takes that long", async () => {
    proxy.delay(60);
    const made = await call();
    const sent = performance.now();
    await expectOpen(made, "slow");
    expect(performance.now() - sent).toBeGreaterThanOrEqual(59);
  });

  test("lag: who connects later overtakes", async () => {
    const order: string[] = [];
    const old = await call();
    old.client.on("data", () => order.push("old"));
    proxy.lag(500);
    const young = await call();
    young.client.on("data", () => order.push("young"));
    const firstToHear = async () => {
      order.length = 0;
      old.server.write("old");
      await afterAWhile();
      young.server.write("young");
      await expect.poll(() => order.length).toBe(2);
      return order[0];
    };
    // A machine that is held up for as long as the lag may undo it, but not each time.
    await expect.poll(firstToHear).toBe("young");
  });
});
