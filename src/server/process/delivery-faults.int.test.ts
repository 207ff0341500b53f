import type { Socket } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { aReport } from "../../domain/history.arbitrary.ts";
import { createGuard } from "../outbound/guard.ts";
import { answering, forEver, OK, pem, receiver, silent } from "../outbound/receiver.fixture.ts";
import { openRig } from "./delivery.fixture.ts";

const SECOND = 1_000;
const DAY = 86_400_000;

type Behaviour = (socket: Socket, soFar: string) => void;

function reset(socket: Socket): void {
  socket.resetAndDestroy();
}

function status(line: string, headers = ""): string {
  return `HTTP/1.1 ${line}\r\n${headers}content-length: 2\r\n\r\nno`;
}

/** Sends its first alert to a server that behaves so the first time, and well from then on. */
async function sendTo(behave: Behaviour, within?: number) {
  let behaviour = behave;
  const server = await receiver((socket, soFar) => behaviour(socket, soFar));
  onTestFinished(() => server[Symbol.asyncDispose]());
  const allow = [{ address: "127.0.0.1", port: server.port }];
  const guard = createGuard({ allow, ...(within === undefined ? {} : { within }) });
  const rig = await openRig(guard);
  const { id } = await rig.add(server.url);
  const begun = rig.time.now();
  await rig.execute({ type: "Report", report: aReport() });
  await expect.poll(async () => (await rig.attempts(id)).length).toBe(1);
  const [attempt] = await rig.attempts(id);
  const { webhook, pending } = await rig.course(id);
  behaviour = answering(OK);
  const bodies = () =>
    server
      .received()
      .split("\r\n\r\n")
      .slice(1)
      .map((text) => text.split("POST ")[0]);
  return { server, rig, id, attempt, webhook, pending, bodies, begun };
}

test.each<[string, Behaviour, object, number?]>([
  ["resets before the headers", reset, { status: null, reason: "connection-lost" }],
  [
    "ends before the headers",
    (socket) => socket.end(),
    { status: null, reason: "connection-lost" },
  ],
  ["resets within the headers", answering("HTTP/1.1 200 OK\r\nx-a: ", reset), { status: null }],
  [
    "resets after the headers",
    answering("HTTP/1.1 500 Oh\r\ncontent-length: 9\r\n\r\nabc", reset),
    { status: 500, reason: "status" },
  ],
  ["is silent", silent, { status: null, reason: "timeout" }, 300],
  [
    "trickles its headers for ever",
    answering("HTTP/1.1 200 OK\r\n", (socket) => {
      const drip = setInterval(() => socket.write("x"), 20);
      socket.on("close", () => clearInterval(drip));
    }),
    { status: null, reason: "timeout" },
    300,
  ],
  ["answers what is not HTTP", answering("hello\r\n\r\n"), { reason: "malformed-answer" }],
  [
    "sends headers without end",
    answering("HTTP/1.1 200 OK\r\n", forEver(`x-a: ${"b".repeat(999)}\r\n`)),
    { reason: "answer-too-large" },
  ],
  [
    "redirects",
    answering(status("302 Found", "location: http://127.0.0.1:1/\r\n")),
    { status: 302, reason: "redirected" },
  ],
  ["says 404", answering(status("404 Not Found")), { status: 404, reason: "status" }],
  [
    "says 500 for ever",
    answering("HTTP/1.1 500 Oh\r\n\r\n", forEver("x".repeat(65_536))),
    { status: 500 },
  ],
])(
  "a server that %s is sent the same bytes again after five seconds",
  async (_, behave, told, within) => {
    const sent = await sendTo(behave, within);
    expect(sent.attempt).toMatchObject({ outcome: "failed", attempt: 1, ...told });
    expect(sent.pending).toMatchObject([{ due: sent.begun + 5 * SECOND, attempts: 1 }]);
    sent.rig.time.advanceTo(sent.begun + 5 * SECOND);
    await expect.poll(async () => (await sent.rig.course(sent.id)).pending).toEqual([]);
    const [second] = await sent.rig.attempts(sent.id);
    expect(second).toMatchObject({ attempt: 2, outcome: "delivered", nextAt: null });
    const [one, two] = sent.bodies();
    expect(one).toContain('"type":"alert.opened"');
    expect(two).toBe(one);
  },
);

test.each<[string, Behaviour]>([
  ["drops its connection", answering("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab", reset)],
  ["has no end", answering("HTTP/1.1 200 OK\r\n\r\n", forEver("x".repeat(65_536)))],
  ["has no body", answering("HTTP/1.1 204 No Content\r\n\r\n")],
])("a 2xx that %s was one", async (_, behave) => {
  const { attempt, pending } = await sendTo(behave);
  expect(attempt).toMatchObject({ outcome: "delivered", nextAt: null });
  expect(pending).toEqual([]);
});

test.each([
  ["that another has", "other", [pem("ca")]],
  ["that has run out", "expired", [pem("ca")]],
  ["that nobody vouches for", "receiver", []],
])(
  "a server with a certificate %s is sent not one byte, and asked again",
  async (_, own, known) => {
    const before = getCACertificates("default");
    setDefaultCACertificates(known);
    onTestFinished(() => setDefaultCACertificates(before));
    const server = await receiver(answering(OK), { certificate: own });
    onTestFinished(() => server[Symbol.asyncDispose]());
    const allow = [{ address: "127.0.0.1", port: server.port }];
    const guard = createGuard({ allow, look: () => Promise.resolve(["127.0.0.1"]) });
    const rig = await openRig(guard);
    const { id } = await rig.add(`https://receiver.test:${server.port}/hook`);
    const begun = rig.time.now();
    await rig.execute({ type: "Report", report: aReport() });
    await expect.poll(async () => (await rig.attempts(id)).length).toBe(1);
    rig.time.advanceTo(begun + 5 * SECOND);
    await expect.poll(async () => (await rig.attempts(id)).length).toBe(2);
    for (const attempt of await rig.attempts(id))
      expect(attempt).toMatchObject({ outcome: "failed", status: null, reason: "certificate" });
    const { webhook, pending } = await rig.course(id);
    // Whoever renews it gets all of it, by itself.
    expect(webhook.health).toMatchObject({ paused: null, failures: 2 });
    expect(pending).toMatchObject([{ attempts: 2, due: begun + 35 * SECOND }]);
    expect(server.connections()).toBe(2);
    expect(server.received()).toBe("");
  },
);

test.each<[string, number]>([
  ["120", 120 * SECOND],
  ["99999999999999999999", DAY],
  ["0", 5 * SECOND],
  ["-5", 5 * SECOND],
  ["soon", 5 * SECOND],
  ["Thu, 26 Nov 2026 12:10:00 GMT", 600 * SECOND],
  ["Thu, 26 Nov 1926 12:10:00 GMT", 5 * SECOND],
])("a 429 with Retry-After: %s is left alone for as long", async (header, wait) => {
  const headers = `retry-after: ${header}\r\n`;
  const sent = await sendTo(answering(status("429 Too Many Requests", headers)));
  const [pending] = sent.pending;
  expect(Math.max(pending?.due ?? 0, sent.webhook.health.notBefore)).toBe(sent.begun + wait);
  expect(sent.attempt?.nextAt).toBe(new Date(sent.begun + wait).toISOString());
  const other = { ...aReport(), fingerprint: "other" };
  await sent.rig.execute({ type: "Report", report: other });
  sent.rig.time.advanceTo(sent.begun + wait);
  await expect.poll(async () => (await sent.rig.course(sent.id)).pending).toEqual([]);
  const attempts = await sent.rig.attempts(sent.id);
  const [last] = attempts;
  expect(last).toMatchObject({ outcome: "delivered" });
  if (wait > 5 * SECOND) {
    const second = attempts.at(-2);
    expect(second?.at).toBe(new Date(sent.begun + wait).toISOString());
  }
});

test("a 410 pauses, and what was for it waits", async () => {
  const sent = await sendTo(answering(status("410 Gone")));
  expect(sent.webhook.health.paused).toBe("gone");
  expect(sent.pending).toHaveLength(1);
  await sent.rig.execute({ type: "Report", report: { ...aReport(), fingerprint: "later" } });
  sent.rig.time.advanceTo(sent.begun + 9 * DAY);
  expect(sent.server.connections()).toBe(1);
  const by = { actor: "operator", address: null } as const;
  await sent.rig.store.webhooks.resume(sent.id, "position", sent.rig.time.now(), by);
  await sent.rig.delivery().changed(sent.id);
  await expect.poll(() => sent.bodies().length).toBe(3);
});

test("an address that may not be called is not, and pauses at once", async () => {
  const server = await receiver(answering(OK));
  onTestFinished(() => server[Symbol.asyncDispose]());
  const rig = await openRig(createGuard());
  const { id } = await rig.add(server.url);
  await rig.execute({ type: "Report", report: aReport() });
  await expect
    .poll(async () => (await rig.course(id)).webhook.health.paused)
    .toBe("address-refused");
  expect(await rig.attempts(id)).toMatchObject([{ outcome: "refused", reason: "address-refused" }]);
  expect(server.connections()).toBe(0);
});

test("to stop waits two seconds for what is under way, breaks it off, and it is sent again", async () => {
  let isMute = true;
  const server = await receiver((socket, soFar) => {
    if (!isMute) answering(OK)(socket, soFar);
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const rig = await openRig(createGuard({ allow: [{ address: "127.0.0.1", port: server.port }] }));
  const { id } = await rig.add(server.url);
  await rig.execute({ type: "Report", report: aReport() });
  await expect.poll(() => server.received()).toContain("alert.opened");
  isMute = false;
  await rig.restart();
  await expect.poll(async () => (await rig.course(id)).pending).toEqual([]);
  expect(await rig.attempts(id)).toMatchObject([{ attempt: 1, outcome: "delivered" }]);
});
