import { getCACertificates, setDefaultCACertificates, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createGuard } from "./guard.ts";
import { answering, OK, pem, type Receiver, receiver, silent } from "./receiver.fixture.ts";

const before = getCACertificates("default");
beforeAll(() => setDefaultCACertificates([pem("ca")]));
afterAll(() => setDefaultCACertificates(before));

async function attempt({ port }: Receiver, host: string, within = 600_000) {
  const allow = [{ address: "127.0.0.1", port }];
  const guard = createGuard({ allow, look: () => Promise.resolve(["127.0.0.1"]), within });
  const url = `https://${host}:${port}/hook`;
  return await guard.send({ url, method: "POST", headers: {}, body: "{}" });
}

test.each(["receiver.test", "receiver.test.", "127.0.0.1", "RECEIVER.test"])(
  "a certificate of %s is its own",
  async (host) => {
    await using target = await receiver(answering(OK), { certificate: "receiver" });
    expect(await attempt(target, host)).toMatchObject({ outcome: "delivered", status: 200 });
  },
);

test.each([
  ["receiver.test.", "receiver.test", "receiver.test."],
  ["127.0.0.1", false, "127.0.0.1"],
])("to %s the name %s is announced, and Host is %s", async (host, announced, named) => {
  const names: unknown[] = [];
  const answer = answering(OK);
  await using target = await receiver(
    (socket, soFar) => {
      names.push((socket as TLSSocket & { servername: string | false }).servername);
      answer(socket, soFar);
    },
    { certificate: "receiver" },
  );
  expect(await attempt(target, host)).toMatchObject({ outcome: "delivered" });
  expect(names[0]).toBe(announced);
  expect(target.received()).toContain(`host: ${named}:${target.port}\r\n`);
});

test.each([
  ["is another's", "other", "receiver.test"],
  ["is not of the address", "other", "127.0.0.1"],
  ["has run out", "expired", "receiver.test"],
])("a certificate that %s is not taken", async (_what, certificate, host) => {
  await using target = await receiver(answering(OK), { certificate });
  expect(await attempt(target, host)).toMatchObject({
    outcome: "failed",
    reason: "certificate",
    address: "127.0.0.1",
  });
  expect(target.received()).toBe("");
});

test("a certificate that nobody vouches for is not taken", async () => {
  setDefaultCACertificates([]);
  await using target = await receiver(answering(OK), { certificate: "receiver" });
  const { reason } = await attempt(target, "receiver.test");
  setDefaultCACertificates([pem("ca")]);
  expect(reason).toBe("certificate");
  expect(target.received()).toBe("");
});

test("not even where the environment says so", async () => {
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  await using target = await receiver(answering(OK), { certificate: "other" });
  const { reason } = await attempt(target, "receiver.test");
  vi.unstubAllEnvs();
  expect(reason).toBe("certificate");
});

test("who does not speak TLS is not asked without", async () => {
  await using target = await receiver((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\n"));
  expect(await attempt(target, "receiver.test")).toMatchObject({
    outcome: "failed",
    reason: "tls",
  });
  expect(target.received()).not.toContain("POST");
});

test("who never ends the greeting is waited for until the deadline", async () => {
  await using target = await receiver(silent);
  expect(await attempt(target, "receiver.test", 200)).toMatchObject({ reason: "timeout" });
});
