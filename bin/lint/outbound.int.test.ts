import { afterAll, describe, expect, test } from "vitest";
import { lintCopy } from "./lint.fixture.ts";

const MESSAGE = "What calls out goes through outbound/guard.ts.";

const copy = lintCopy();
afterAll(copy.remove);

/** The files, of those that are given with what stands in them, that are told to go through the guard. */
function refused(files: Readonly<Record<string, string>>): readonly string[] {
  const told = copy.lint(files).filter(({ words }) => words.includes(MESSAGE));
  return [...new Set(told.map(({ file }) => file))].sort();
}

/** Each line in a file of its own. */
function inFiles(lines: readonly string[], place = (at: number) => `src/server/api/x${at}.ts`) {
  return Object.fromEntries(lines.map((line, at) => [place(at + 10), line] as const));
}

const CALLS = [
  'export const x = fetch("http://a.test");',
  'export const x = new WebSocket("ws://a.test");',
  'export const x = new EventSource("http://a.test");',
  'export const x = globalThis.fetch("http://a.test");',
  'export const x = globalThis["fetch"];',
  "export const { fetch: x } = globalThis;",
  'import { request } from "node:http"; export const x = request("http://a.test");',
  'import { get } from "http"; export const x = get("http://a.test");',
  'import { Agent } from "node:https"; export const x = new Agent();',
  'import { createServer, request } from "node:http"; export const x = [createServer, request];',
  'import { request as createServer } from "node:http"; export const x = createServer;',
  'import http from "node:http"; export const x = http.request("http://a.test");',
  'import * as http from "node:http"; export const x = http.request("http://a.test");',
  'import { connect } from "node:http2"; export const x = connect("http://a.test");',
  'import { connect } from "node:net"; export const x = connect(80);',
  'import { Socket } from "net"; export const x = new Socket();',
  'import { connect } from "node:tls"; export const x = connect(443);',
  'import { createSocket } from "node:dgram"; export const x = createSocket("udp4");',
  'import { lookup } from "node:dns"; export const x = lookup;',
  'import { lookup } from "node:dns/promises"; export const x = lookup("a.test");',
  'import { request } from "undici"; export const x = request("http://a.test");',
  'import { WebSocket } from "ws"; export const x = new WebSocket("ws://a.test");',
  'import Socket from "ws/lib/websocket.js"; export const x = new Socket("ws://a.test");',
  'export { request } from "node:http";',
  'export * from "node:net";',
  'export const x = import("node:http");',
  "export const x = import(`node:http`);",
  'export const x = (name: string) => import("node:" + name);',
  'export const x = process.getBuiltinModule("node:http");',
  'export const x = process["getBuiltinModule"]("node:http");',
  "export const { getBuiltinModule: x } = process;",
  'import { getBuiltinModule } from "node:process"; export const x = getBuiltinModule("node:net");',
  'import { createRequire } from "node:module"; export const x = createRequire(import.meta.url);',
  'export const x = require("node:http");',
];

const HARMLESS = [
  'import { createServer, STATUS_CODES, type IncomingMessage } from "node:http"; export const x = [createServer, STATUS_CODES]; export type X = IncomingMessage;',
  'import type { Agent } from "node:https"; export type X = Agent;',
  'import type { WebSocket } from "ws"; export type X = WebSocket;',
  'import { WebSocketServer } from "ws"; export const x = WebSocketServer;',
  'import { BlockList, isIP } from "node:net"; export const x = [BlockList, isIP];',
  'export type { Socket } from "node:net";',
  'export const x = import("openid-client");',
  "export const x = (pages: { fetch: () => void }) => pages.fetch();",
];

describe("on the server", () => {
  test("whatever calls out is refused", () => {
    const files = inFiles(CALLS);
    expect(refused(files)).toEqual(Object.keys(files).sort());
  });

  test("types, and what listens, are not", () => {
    expect(refused(inFiles(HARMLESS))).toEqual([]);
  });

  test("the guard may, and so may tests", () => {
    const line = 'import { connect } from "node:net"; export const x = connect(80);';
    const files = ["src/server/outbound/x.ts", "src/server/api/x.test.ts"];
    expect(refused(inFiles([line, line], (at) => files[at - 10] ?? ""))).toEqual([]);
  });

  test("even the guard has its own fetch alone", () => {
    const files = { "src/server/outbound/y.ts": CALLS[0] ?? "" };
    expect(refused(files)).toEqual(Object.keys(files));
  });
});
