import { describe, expect, test } from "vitest";
import { allowListOf } from "./allow-list.ts";
import { watchConnections } from "./connections.fixture.ts";
import { nameServer } from "./dns.fixture.ts";
import { createGuard, type Guard, type OutboundRequest } from "./guard.ts";
import { answering, OK, type Receiver, receiver } from "./receiver.fixture.ts";

const PUBLIC = "93.184.216.34";
const PUBLIC_V6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c";

function postTo(url: string, headers: Record<string, string> = {}): OutboundRequest {
  return { url, method: "POST", headers, body: '{"a":"ä"}' };
}

/** A guard that may call these receivers, besides public addresses. */
function allowing(...receivers: Receiver[]): Guard {
  const allow = allowListOf(receivers.map(({ port }) => `127.0.0.1:${port}`).join());
  if (allow === null) throw new Error("that is an allow list");
  return createGuard({ allow });
}

describe("a name is looked up once", () => {
  test("and what it means is what is connected to, whatever it means a moment later", async () => {
    await using names = await nameServer((_name, times) => [times === 1 ? PUBLIC : "127.0.0.1"]);
    await using inside = await receiver(answering(OK));
    using connections = watchConnections();
    const guard = createGuard({ look: names.look });
    const url = `http://rebind.test:${inside.port}/`;
    expect(await guard.send(postTo(url))).toMatchObject({ reason: "connection-refused" });
    expect(names.asked).toEqual(["rebind.test"]);
    expect(connections.attempts).toEqual([{ address: PUBLIC, port: inside.port }]);

    expect(await guard.send(postTo(url))).toMatchObject({ outcome: "refused" });
    expect(connections.attempts).toHaveLength(1);
    expect(inside.connections()).toBe(0);
  });

  test("and it was good when it was saved, which counts for nothing later", async () => {
    await using names = await nameServer((_name, times) => [times === 1 ? PUBLIC : "10.0.0.1"]);
    using connections = watchConnections();
    const guard = createGuard({ look: names.look });
    expect(await guard.check("https://rebind.test/")).toBeNull();
    expect(await guard.send(postTo("https://rebind.test/"))).toMatchObject({ outcome: "refused" });
    expect(connections.attempts).toEqual([]);
  });

  test.each([
    [[PUBLIC, "10.0.0.1"]],
    [["10.0.0.1", PUBLIC]],
    [[PUBLIC, PUBLIC_V6, "fd00:ec2::254"]],
    [[PUBLIC, "::ffff:a9fe:a9fe"]],
    [[PUBLIC, "::7f00:1"]],
    [[PUBLIC_V6, "64:ff9b::7f00:1"]],
    [[PUBLIC_V6, "::1"]],
    [["::ffff:93.184.216.34"]],
    [[`${PUBLIC_V6}%eth0`]],
    [[PUBLIC, "localhost"]],
    [[PUBLIC, ""]],
    [[`${PUBLIC}\0`]],
    [[...Array.from({ length: 999 }, () => PUBLIC), "10.0.0.1"]],
  ])("and refused where one of %j is not public", async (addresses) => {
    using connections = watchConnections();
    const guard = createGuard({ look: () => Promise.resolve(addresses) });
    const attempt = await guard.send(postTo("http://both.test/"));
    expect(attempt).toMatchObject({ outcome: "refused", reason: "address-refused", address: null });
    expect(connections.attempts).toEqual([]);
  });

  test("and all its addresses may be tried where all are public", async () => {
    await using names = await nameServer(() => [PUBLIC, PUBLIC_V6]);
    using connections = watchConnections();
    await createGuard({ look: names.look }).send(postTo("http://both.test:8080/"));
    expect(connections.attempts.map(({ address }) => address).sort()).toEqual(
      [PUBLIC, PUBLIC_V6].sort(),
    );
  });

  test("and of a thousand addresses few are tried, of either kind", async () => {
    const v4 = Array.from(
      { length: 500 },
      (_, i) => `93.184.${Math.trunc(i / 250)}.${(i % 250) + 1}`,
    );
    const v6 = Array.from({ length: 500 }, (_, i) => `2606:2800::${(i + 1).toString(16)}`);
    using connections = watchConnections();
    const guard = createGuard({ look: () => Promise.resolve([...v6, ...v4]) });
    await guard.send(postTo("http://many.test/"));
    const tried = connections.attempts.map(({ address }) => address);
    expect(tried.sort()).toEqual([...v4.slice(0, 4), ...v6.slice(0, 4)].sort());
  });

  test("and the next is tried where one does not answer", async () => {
    await using target = await receiver(answering(OK));
    const { port } = target;
    // Nobody listens at the others.
    const addresses = ["127.0.0.3", "127.0.0.2", "127.0.0.1"];
    const allow = addresses.map((address) => ({ address, port }));
    const guard = createGuard({ allow, look: () => Promise.resolve(addresses) });
    const attempt = await guard.send(postTo(`http://several.test:${port}/`));
    expect(attempt).toMatchObject({ outcome: "delivered", address: "127.0.0.1" });
  });

  test("and what comes of it too late is nobody's fault", async () => {
    const { promise, reject } = Promise.withResolvers<string[]>();
    const guard = createGuard({ look: async () => await promise, within: 20 });
    expect(await guard.send(postTo("http://late.test/"))).toMatchObject({ reason: "timeout" });
    const stray: unknown[] = [];
    const note = (error: unknown) => stray.push(error);
    process.on("unhandledRejection", note);
    reject(new Error("SERVFAIL"));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    process.off("unhandledRejection", note);
    expect(stray).toEqual([]);
  });

  test("and that it is not known is no refusal", async () => {
    await using names = await nameServer(() => []);
    using connections = watchConnections();
    const guard = createGuard({ look: names.look });
    expect(await guard.send(postTo("http://nowhere.test/"))).toMatchObject({
      outcome: "failed",
      reason: "name-not-found",
    });
    expect(connections.attempts).toEqual([]);
  });

  test("and one that nobody answers for is not waited for beyond the deadline", async () => {
    using connections = watchConnections();
    const { promise: never } = Promise.withResolvers<string[]>();
    const guard = createGuard({ look: async () => await never, within: 50 });
    const attempt = await guard.send(postTo("http://slow.test/"));
    expect(attempt).toMatchObject({ outcome: "failed", reason: "timeout", address: null });
    expect(connections.attempts).toEqual([]);
  });
});

test.each(["http", "https"])(
  "over %s the far end is looked at once more, before a byte goes out",
  async (scheme) => {
    await using inside = await receiver(answering(OK));
    using connections = watchConnections(inside.port);
    const attempt = await createGuard().send(postTo(`${scheme}://${PUBLIC}/`));
    expect(attempt).toMatchObject({ outcome: "refused", address: null });
    expect(connections.attempts).toHaveLength(1);
    await expect.poll(() => inside.connections()).toBe(1);
    expect(inside.received()).toBe("");
  },
);

describe("redirects", () => {
  test.each([301, 302, 303, 307, 308, 300, 304])("of %i are not followed", async (status) => {
    await using inside = await receiver(answering(OK));
    await using outside = await receiver(
      answering(
        `HTTP/1.1 ${status} Elsewhere\r\nlocation: ${inside.url}\r\nrefresh: 0; url=${inside.url}\r\n` +
          "content-length: 0\r\n\r\n",
      ),
    );
    // Even where both may be called.
    const attempt = await allowing(outside, inside).send(postTo(outside.url));
    expect(attempt).toMatchObject({ outcome: "failed", status, reason: "redirected" });
    expect([outside.connections(), inside.connections()]).toEqual([1, 0]);
  });
});

describe("what is sent", () => {
  test("is what was given and what is ours, each header once", async () => {
    await using target = await receiver(answering(OK));
    const attempt = await allowing(target).send(
      postTo(`${target.url}/a%20b?c=d#secret`, {
        "content-type": "application/json",
        host: "evil",
      }),
    );
    expect(attempt).toMatchObject({ outcome: "delivered", status: 200, reason: null });
    expect(attempt.address).toBe("127.0.0.1");
    const [head = "", body] = target.received().split("\r\n\r\n");
    const [first, ...headers] = head.split("\r\n");
    expect(first).toBe("POST /hook/a%20b?c=d HTTP/1.1");
    expect(headers.map((line) => line.toLowerCase()).sort()).toEqual([
      "accept-encoding: identity",
      "connection: close",
      "content-length: 10",
      "content-type: application/json",
      `host: 127.0.0.1:${target.port}`,
      "user-agent: tocsin",
    ]);
    expect(Buffer.from(body ?? "", "latin1").toString()).toBe('{"a":"ä"}');
  });

  test("cannot have a second request in its address", async () => {
    await using target = await receiver(answering(OK));
    await allowing(target).send(postTo(`${target.url}/\r\nX-Injected: 1\r\n\r\nGET /b`));
    expect(target.received()).toContain("POST /hook/X-Injected:%201GET%20/b HTTP/1.1\r\n");
    expect(target.received().toLowerCase()).not.toContain("\nx-injected");
  });

  test("cannot have a second request in its headers", async () => {
    await using target = await receiver(answering(OK));
    const attempt = await allowing(target).send(postTo(target.url, { a: "b\r\nX-Injected: 1" }));
    expect(attempt.outcome).toBe("failed");
    expect(target.received()).toBe("");
    await expect.poll(() => target.open()).toBe(0);
  });

  test("goes over a connection of its own, each time", async () => {
    await using target = await receiver(answering(OK, () => {}));
    const guard = allowing(target);
    await guard.send(postTo(target.url));
    await guard.send(postTo(target.url));
    expect(target.connections()).toBe(2);
  });
});

test("of what was allowed only that port may be called", async () => {
  await using target = await receiver(answering(OK));
  await using other = await receiver(answering(OK));
  const guard = allowing(target);
  expect((await guard.send(postTo(target.url))).outcome).toBe("delivered");
  expect((await guard.send(postTo(other.url))).outcome).toBe("refused");
  expect(other.connections()).toBe(0);
});

test("a name may mean what was allowed", async () => {
  await using names = await nameServer(() => ["127.0.0.1"]);
  await using target = await receiver(answering(OK));
  const allow = [{ address: "127.0.0.1", port: target.port }];
  const guard = createGuard({ allow, look: names.look });
  const attempt = await guard.send(postTo(`http://receiver.test:${target.port}/`));
  expect(attempt).toMatchObject({ outcome: "delivered", address: "127.0.0.1" });
});

test("nobody listens", async () => {
  const target = await receiver(answering(OK));
  await target[Symbol.asyncDispose]();
  const attempt = await allowing(target).send(postTo(target.url));
  expect(attempt).toMatchObject({ outcome: "failed", reason: "connection-refused", status: null });
});
