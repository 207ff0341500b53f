import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as v from "valibot";

const ROOT = path.join(import.meta.dirname, "../..");
const MESSAGE = "What calls out goes through outbound/guard.ts.";

/** A copy of the configuration, in which anything may be written. */
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tocsin-lint-"));
  cpSync(path.join(ROOT, ".oxlintrc.json"), path.join(folder, ".oxlintrc.json"));
  for (const name of ["node_modules", "bin", "tsconfig.json"])
    symlinkSync(path.join(ROOT, name), path.join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true }));

const reportSchema = v.object({
  diagnostics: v.array(
    v.object({ filename: v.string(), message: v.string(), help: v.optional(v.string()) }),
  ),
});

/** The files, of those that are given with what stands in them, that are told to go through the guard. */
function refused(files: Readonly<Record<string, string>>): readonly string[] {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), `${text}\n`);
  }
  const given = ["--format", "json", ...Object.keys(files)];
  const { stdout } = spawnSync("oxlint", given, { cwd: folder, encoding: "utf8" });
  const { diagnostics } = v.parse(reportSchema, JSON.parse(stdout));
  const told = diagnostics.filter(({ message, help = "" }) =>
    `${message} ${help}`.includes(MESSAGE),
  );
  return [...new Set(told.map(({ filename }) => filename))].sort();
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
