import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { answering, OK, receiver } from "./receiver.fixture.ts";

const MODULE = new URL("guard.ts", import.meta.url).href;

/** `server-only` is nothing in a plain node. */
const HOOKS = `import { registerHooks } from "node:module";
registerHooks({ resolve: (id, context, next) =>
  id === "server-only" ? { url: "data:text/javascript,", shortCircuit: true } : next(id, context) });`;

test("a proxy of the environment is never asked", async () => {
  await using proxy = await receiver(answering(OK));
  const answer = answering(OK);
  // What begins like TLS is not answered, and need not be.
  await using target = await receiver((socket, soFar) =>
    soFar.startsWith("\u0016") ? socket.end() : answer(socket, soFar),
  );
  const url = new URL(proxy.url).origin;
  const proxies = Object.fromEntries(
    ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [
      [name, url],
      [name.toLowerCase(), url],
    ]),
  );
  const script = `${HOOKS}
    const { createGuard } = await import(${JSON.stringify(MODULE)});
    const guard = createGuard({ allow: [{ address: "127.0.0.1", port: ${target.port} }] });
    const plain = await guard.send({ url: ${JSON.stringify(target.url)}, method: "POST", headers: {}, body: "" });
    const secret = await guard.send({ url: ${JSON.stringify(target.url.replace("http", "https"))}, method: "POST", headers: {}, body: "" });
    // That the environment says so is seen by what obeys it.
    await fetch(${JSON.stringify(target.url.replace("127.0.0.1", "receiver.test"))}).catch(() => {});
    console.log(JSON.stringify([plain.outcome, plain.address, secret.outcome]));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", script],
    { env: { ...process.env, ...proxies, NO_PROXY: "", no_proxy: "", NODE_USE_ENV_PROXY: "1" } },
  );
  expect(JSON.parse(stdout)).toEqual(["delivered", "127.0.0.1", "failed"]);
  expect(target.connections()).toBe(2);
  expect(proxy.connections()).toBe(1);
});
