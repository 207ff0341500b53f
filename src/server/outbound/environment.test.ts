import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { answering, OK, receiver } from "./receiver.fixture.ts";

const GUARD = new URL("guard.ts", import.meta.url).href;
const FETCH = new URL("fetch.ts", import.meta.url).href;
const CA = fileURLToPath(new URL("fixtures/tls/ca.pem", import.meta.url));

/** `server-only` is nothing in a plain node. */
const HOOKS = `import { registerHooks } from "node:module";
registerHooks({ resolve: (id, context, next) =>
  id === "server-only" ? { url: "data:text/javascript,", shortCircuit: true } : next(id, context) });`;

/** What a process says that has this environment and runs this script. */
async function run(script: string, env: Readonly<Record<string, string>>): Promise<unknown> {
  const begin = `${HOOKS}
    const { createGuard } = await import(${JSON.stringify(GUARD)});
    const { createFetch } = await import(${JSON.stringify(FETCH)});`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", begin + script],
    { env: { ...process.env, ...env } },
  );
  return JSON.parse(stdout);
}

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
  const secure = target.url.replace("http", "https");
  const script = `
    const guard = createGuard({ allow: [{ address: "127.0.0.1", port: ${target.port} }] });
    const rest = { method: "POST", headers: {}, body: "" };
    const plain = await guard.send({ url: ${JSON.stringify(target.url)}, ...rest });
    const secret = await guard.send({ url: ${JSON.stringify(secure)}, ...rest });
    const fetched = await createFetch(guard)(${JSON.stringify(target.url)}, rest);
    // That the environment says so is seen by what obeys it.
    await fetch(${JSON.stringify(target.url.replace("127.0.0.1", "receiver.test"))}).catch(() => {});
    console.log(JSON.stringify([plain.outcome, plain.address, secret.outcome, fetched.status]));`;
  const env = { ...proxies, NO_PROXY: "", no_proxy: "", NODE_USE_ENV_PROXY: "1" };
  expect(await run(script, env)).toEqual(["delivered", "127.0.0.1", "failed", 200]);
  expect(target.connections()).toBe(3);
  expect(proxy.connections()).toBe(1);
});

test.each([
  ["where the environment names who signed it", { NODE_EXTRA_CA_CERTS: CA }, 200],
  ["and not elsewhere", { NODE_EXTRA_CA_CERTS: "" }, "certificate"],
])("a certificate of one's own is trusted %s", async (_where, env, outcome) => {
  await using target = await receiver(answering(OK), { certificate: "receiver" });
  const script = `
    const trusted = { host: "receiver.test", port: ${target.port} };
    const fetch = createFetch(createGuard({ trusted, look: async () => ["127.0.0.1"] }));
    const url = "https://receiver.test:${target.port}/";
    const outcome = await fetch(url, { method: "GET", headers: {} }).then(
      ({ status }) => status,
      ({ reason }) => reason,
    );
    console.log(JSON.stringify(outcome));`;
  expect(await run(script, env)).toBe(outcome);
});
