import { existsSync, globSync } from "node:fs";
import * as v from "valibot";
import { freePort } from "../support/free-port.ts";
import { type Engine, PATIENCE, type Source, type Turn, VIEW } from "./engine.ts";
import { Program } from "./program.ts";

/** What WebKitGTK is driven with: its driver, the browser of its own that it opens, and a screen. */
export interface WebKitPlaces {
  readonly driver: string;
  readonly browser: string;
  readonly screen: string;
}

/** Where they are, null where this machine lacks one of them. */
export function findWebKit(): WebKitPlaces | null {
  const driver = "/usr/bin/WebKitWebDriver";
  const screen = "/usr/bin/Xvfb";
  const [browser] = globSync("/usr/lib/*/webkit2gtk-4.1/MiniBrowser");
  return browser && existsSync(driver) && existsSync(screen) ? { driver, browser, screen } : null;
}

/** WebKit as GTK has it, driven by W3C WebDriver. */
export async function startWebKit({ driver, browser, screen }: WebKitPlaces): Promise<Engine> {
  const flags = ["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1600x1200x24"];
  const display = new Program(screen, flags);
  const number = await display.says(/^(\d+)$/mu);
  const port = await freePort();
  const program = new Program(driver, [`--port=${port}`], {
    DISPLAY: `:${number}`,
    LIBGL_ALWAYS_SOFTWARE: "1",
    ...(process.getuid?.() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" } : {}),
  });
  const end = async (): Promise<void> => {
    await program.end();
    await display.end();
  };
  try {
    return await drive(`http://127.0.0.1:${port}`, browser, program, end);
  } catch (error) {
    await end();
    throw error;
  }
}

const sessionSchema = v.object({
  sessionId: v.string(),
  capabilities: v.object({ browserVersion: v.string() }),
});
const calledSchema = v.union([v.object({ value: v.string() }), v.object({ error: v.string() })]);

async function drive(
  address: string,
  browser: string,
  program: Program,
  end: () => Promise<void>,
): Promise<Engine> {
  await untilReady(address, program);
  const { sessionId, capabilities } = v.parse(
    sessionSchema,
    await send(`${address}/session`, { capabilities: { alwaysMatch: options(browser) } }),
  );
  const session = `${address}/session/${sessionId}`;
  let turned = { deltaX: 0, deltaY: 0 };

  async function evaluate<A extends readonly unknown[], R>(
    run: (...given: A) => R | Promise<R>,
    ...given: A
  ): Promise<R> {
    const script = `const [given, done] = arguments;
      (async () => JSON.stringify(await (${run.toString()})(...JSON.parse(given))) ?? "null")()
        .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const answer = await send(`${session}/execute/async`, {
      script,
      args: [JSON.stringify(given)],
    });
    const called = v.parse(calledSchema, answer);
    if ("error" in called) throw new Error(called.error);
    return JSON.parse(called.value) as R;
  }

  /** The driver takes each turn for where the wheel is, and turns it by the difference to the last. */
  function summed(turn: Turn): Turn {
    turned = { deltaX: turned.deltaX + turn.deltaX, deltaY: turned.deltaY + turn.deltaY };
    return { ...turn, ...turned };
  }

  await fitView(session, evaluate);
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    goto: async (url) => {
      await send(`${session}/url`, { url });
    },
    traverse: async (steps) => {
      await send(`${session}/${steps < 0 ? "back" : "forward"}`, {});
    },
    reload: async () => {
      await send(`${session}/refresh`, {});
    },
    evaluate,
    perform: async (source: Source) => {
      const actions =
        source.type === "wheel" ? { ...source, actions: source.actions.map(summed) } : source;
      await send(`${session}/actions`, { actions: [actions] });
    },
    close: async () => {
      await send(session, undefined, "DELETE").catch(() => null);
      await end();
    },
  };
}

/** It answers as soon as it listens, and says nothing of it. */
async function untilReady(address: string, program: Program): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}/status`).catch(() => null);
    if (answer?.ok) return;
    if (!program.isRunning) throw new Error("WebKitWebDriver has ended.");
    await new Promise(setImmediate);
  }
}

function options(binary: string): object {
  return { "webkitgtk:browserOptions": { binary, args: ["--automation"] } };
}

/** Only the size of the window can be set, which is that of the page and of what the browser has around it. */
async function fitView(session: string, evaluate: Engine["evaluate"]): Promise<void> {
  let { width, height } = VIEW;
  for (let tries = 0; tries < 50; tries++) {
    await send(`${session}/window/rect`, { width, height });
    const [missing, lower] = await evaluate(async (wanted) => {
      for (let frames = 0; frames < 5; frames++) await new Promise(requestAnimationFrame);
      return [wanted.width - innerWidth, wanted.height - innerHeight] as const;
    }, VIEW);
    if (missing === 0 && lower === 0) return;
    width += missing;
    height += lower;
  }
  throw new Error("The page does not take the size that it is given.");
}

const answerSchema = v.object({ value: v.unknown() });
const refusalSchema = v.object({ error: v.string(), message: v.string() });

/** Sends a command and gives its value. Throws where it is refused, or not answered in time. */
async function send(url: string, body: unknown, method = "POST"): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    signal: AbortSignal.timeout(PATIENCE),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { value } = v.parse(answerSchema, await answer.json());
  if (answer.ok) return value;
  const { error, message } = v.parse(refusalSchema, value);
  throw new Error(`${error}: ${message}`);
}
