import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { WebSocket } from "ws";
import { type Engine, PATIENCE, type Source, VIEW } from "./engine.ts";
import { Program } from "./program.ts";

const PLACES = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];

const PREFERENCES = {
  // Without a screen it says that it has no mouse, and shows what is for fingers.
  "ui.primaryPointerCapabilities": 6,
  "ui.allPointerCapabilities": 6,
  // It need not call home, nor look for others in its place.
  "app.update.disabledForTesting": true,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "remote.active-protocols": 1,
  "services.settings.server": "data:,#remote-settings-dummy/v1",
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

/** The path of a Firefox for the tests, null where this machine has none. */
export function findFirefox(): string | null {
  return [process.env["FIREFOX"] ?? "", ...PLACES].find((place) => existsSync(place)) ?? null;
}

/** Firefox, driven by WebDriver BiDi, which it speaks by itself. */
export async function startFirefox(path: string): Promise<Engine> {
  const profile = await mkdtemp(join(tmpdir(), "tocsin-firefox-"));
  const preferences = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, "user.js"), preferences.join("\n"));
  const flags = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"];
  const program = new Program(path, flags);
  try {
    const address = await program.says(/WebDriver BiDi listening on (ws:\S+)/u);
    return await drive(await connect(`${address}/session`), async () => {
      await program.end();
      await rm(profile, { recursive: true, force: true });
    });
  } catch (error) {
    await program.end();
    throw error;
  }
}

const sessionSchema = v.object({
  capabilities: v.object({ browserVersion: v.string() }),
});
const createdSchema = v.object({ context: v.string() });
const calledSchema = v.variant("type", [
  v.object({ type: v.literal("success"), result: v.object({ value: v.string() }) }),
  v.object({ type: v.literal("exception"), exceptionDetails: v.object({ text: v.string() }) }),
]);

async function drive(bidi: Bidi, end: () => Promise<void>): Promise<Engine> {
  const { capabilities } = v.parse(
    sessionSchema,
    await bidi.send("session.new", { capabilities: {} }),
  );
  const { context } = v.parse(
    createdSchema,
    await bidi.send("browsingContext.create", { type: "tab" }),
  );
  await bidi.send("browsingContext.setViewport", { context, viewport: VIEW });

  return {
    version: `Firefox ${capabilities.browserVersion}`,
    goto: async (url) => {
      await bidi.send("browsingContext.navigate", { context, url, wait: "complete" });
    },
    traverse: async (delta) => {
      await bidi.send("browsingContext.traverseHistory", { context, delta });
    },
    reload: async () => {
      await bidi.send("browsingContext.reload", { context, wait: "complete" });
    },
    evaluate: async <A extends readonly unknown[], R>(
      run: (...given: A) => R | Promise<R>,
      ...given: A
    ) => {
      const answer = await bidi.send("script.callFunction", {
        functionDeclaration: `async (given) => JSON.stringify(await (${run.toString()})(...JSON.parse(given))) ?? "null"`,
        arguments: [{ type: "string", value: JSON.stringify(given) }],
        target: { context },
        awaitPromise: true,
      });
      const called = v.parse(calledSchema, answer);
      if (called.type === "exception") throw new Error(called.exceptionDetails.text);
      return JSON.parse(called.result.value) as R;
    },
    perform: async (source: Source) => {
      await bidi.send("input.performActions", { context, actions: [source] });
    },
    close: async () => {
      bidi.close();
      await end();
    },
  };
}

interface Bidi {
  /** Sends a command and gives its result. Throws where it is refused, or not answered in time. */
  send(method: string, params: object): Promise<unknown>;
  close(): void;
}

const messageSchema = v.variant("type", [
  v.object({ type: v.literal("success"), id: v.number(), result: v.unknown() }),
  v.object({
    type: v.literal("error"),
    id: v.nullable(v.number()),
    error: v.string(),
    message: v.string(),
  }),
  v.object({ type: v.literal("event") }),
]);

async function connect(address: string): Promise<Bidi> {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let sent = 0;

  socket.on("message", (data: Buffer) => {
    const message = v.parse(messageSchema, JSON.parse(data.toString()));
    if (message.type === "event") return;
    const answer = waiting.get(message.id ?? 0);
    if (message.type === "success") answer?.resolve(message.result);
    else answer?.reject(new Error(`${message.error}: ${message.message}`));
  });
  socket.on("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("The browser has gone."));
  });
  await once(socket, "open");

  return {
    send: async (method, params) => {
      const id = ++sent;
      const answer = Promise.withResolvers<unknown>();
      const giveUp = setTimeout(() => answer.reject(new Error(`No answer: ${method}`)), PATIENCE);
      waiting.set(id, answer);
      socket.send(JSON.stringify({ id, method, params }));
      try {
        return await answer.promise;
      } finally {
        clearTimeout(giveUp);
        waiting.delete(id);
      }
    },
    close: () => socket.terminate(),
  };
}
