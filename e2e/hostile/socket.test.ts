import { toJsonSchema } from "@valibot/to-json-schema";
import fc from "fast-check";
import { WebSocket } from "ws";
import { subscribeSchema, SUBPROTOCOL } from "../../src/protocol/frame.ts";
import type { App } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";
import { isThorough } from "../support/measured.ts";
import { nearlyValid, type Schema } from "../support/schema.arbitrary.ts";
import { Live } from "../support/socket.ts";
import { expectUnharmed, memoryOf } from "../support/unharmed.ts";
import { dial, heard } from "../support/wire.ts";

// What it takes of memory is measured.
test.use({ alone: true });

const SEED = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
const RUNS = { ...SEED, numRuns: isThorough ? 3_000 : 200 };

/** What ends a socket for good, and says why: its bytes, its size, its message, its number. */
const FOR_GOOD = [1002, 1007, 1008, 1009, 4400, 4429];

test("whatever resembles a subscription is taken or refused, and harms nobody", async ({ app }) => {
  await app.open([{ title: "a" }, { title: "b" }]);
  const before = await memoryOf(app);
  const schema = toJsonSchema(subscribeSchema, { typeMode: "input", errorMode: "ignore" });
  const property = fc.asyncProperty(nearlyValid(schema as Schema), async (message) => {
    const live = await Live.connect(app);
    live.say(message);
    // What is not JSON ends it in any case.
    live.say("{");
    expect(FOR_GOOD).toContain(await live.waitForClose());
  });
  await fc.assert(property, RUNS);
  await expectUnharmed(app, before);
});

test("what is no message of ours ends the socket, with a reason", async ({ app }) => {
  const before = await memoryOf(app);
  const subscribe = (filter: unknown) => JSON.stringify({ type: "subscribe", since: null, filter });
  for (const [about, message, code] of [
    ["no JSON", "{", 4400],
    ["nothing", "", 4400],
    ["a list", "[]", 4400],
    ["null", "null", 4400],
    ["another type", '{"type":"publish"}', 4400],
    ["a type that objects are born with", '{"type":"constructor"}', 4400],
    ["a polluting name", '{"type":"subscribe","since":null,"__proto__":{}}', 4400],
    ["more than it has", '{"type":"subscribe","since":null,"admin":true}', 4400],
    ["lists without an end", "[".repeat(16_000), 4400],
    ["lists in lists", "[".repeat(8_000) + "]".repeat(8_000), 4400],
    ["a long q", subscribe({ q: "x".repeat(201) }), 4400],
    ["many values", subscribe({ status: Array.from({ length: 1_000 }, () => "firing") }), 4400],
    ["ten thousand values", subscribe({ source: Array.from({ length: 10_000 }, String) }), 1009],
    ["a MiB", "x".repeat(1_048_576), 1009],
    ["bytes", new Uint8Array([0x7b, 0x7d]), 4400],
  ] as const) {
    const live = await Live.connect(app);
    if (typeof message === "string") live.say(message);
    else live.sayBytes(message);
    expect(await live.waitForClose(), about).toBe(code);
  }
  await expectUnharmed(app, before);
});

test("frames that WebSocket forbids end the connection", async ({ app }) => {
  const before = await memoryOf(app);
  for (const [about, frames, code] of [
    ["without a mask", "\x81\x02{}", 1002],
    ["of a reserved kind", "\x83\x80\0\0\0\0", 1002],
    ["with a reserved bit", "\xc1\x80\0\0\0\0", 1002],
    ["a control frame in parts", "\x09\x80\0\0\0\0", 1002],
    ["a control frame that is long", "\x89\xfe\x00\x7e\0\0\0\0", 1002],
    ["a part of nothing", "\x80\x80\0\0\0\0", 1002],
    ["longer than memory", "\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0", 1009],
    ["longer than allowed", "\x81\xff\x00\x00\x00\x00\x00\x01\x00\x00\0\0\0\0", 1009],
    ["no UTF-8", "\x81\x82\0\0\0\0\xc0\xaf", 1007],
    ["half a character", "\x81\x81\0\0\0\0\xf0", 1007],
    ["a close with a wrong code", "\x88\x82\0\0\0\0\x03\xe7", 1002],
    ["many parts", `\x01\x81\0\0\0\0x${"\x00\x81\0\0\0\0x".repeat(100)}`, 1008],
    ["many empty parts", `\x01\x80\0\0\0\0${"\x00\x80\0\0\0\0".repeat(100_000)}`, 1008],
  ] as const) {
    const socket = dial(app, HANDSHAKE);
    socket.write(frames, "latin1");
    expect(closeCodeOf(await heard(socket)), about).toBe(code);
  }
  await expectUnharmed(app, before);
});

test("floods end their own connection and nobody else's", async ({ app }) => {
  const before = await memoryOf(app);
  const quiet = await Live.subscribe(app, { since: null });
  await quiet.next("ready");
  const filters = await Live.connect(app);
  for (let times = 0; times < 1_000; times++) {
    filters.say({ type: "subscribe", since: null, filter: { q: `word${times}` } });
  }
  expect(await filters.waitForClose()).toBe(4429);

  for (const kind of ["ping", "pong"] as const) {
    const socket = await connected(app);
    for (let times = 0; times < 3_000; times++) socket[kind]("x".repeat(100));
    socket.send("{");
    await ended(socket);
  }

  // Those who never read what they are told.
  const deaf = Array.from({ length: 20 }, () => dial(app, HANDSHAKE).pause());
  for (const socket of deaf) socket.write("\x89\x80\0\0\0\0".repeat(5_000), "latin1");
  await app.open([{ title: "Meanwhile" }]);
  expect((await quiet.next("diff")).put).toMatchObject([{ title: "Meanwhile" }]);
  await expectUnharmed(app, before);
  for (const socket of deaf) socket.destroy();
});

const HANDSHAKE = [
  "GET /api/live HTTP/1.1",
  "Host: localhost",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
  "\r\n",
].join("\r\n");

/** The code of the close frame among what was heard. */
function closeCodeOf(answer: string): number | null {
  const frames = answer.slice(answer.indexOf("\r\n\r\n") + 4);
  const at = frames.indexOf("\x88");
  return at < 0 ? null : Buffer.from(frames, "latin1").readUInt16BE(at + 2);
}

async function connected(app: App): Promise<WebSocket> {
  const socket = new WebSocket(`${app.url.replace("http", "ws")}/api/live`, SUBPROTOCOL);
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("open", resolve));
  return socket;
}

function ended(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => socket.once("close", resolve));
}
