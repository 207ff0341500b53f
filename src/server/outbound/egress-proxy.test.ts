import { connect } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EgressProxy, egressProxyOf } from "./egress-proxy.ts";
import { createGuard, type GuardOptions } from "./guard.ts";
import { answering, forEver, OK, pem, receiver, type Receiver } from "./receiver.fixture.ts";

const before = getCACertificates("default");
beforeAll(() => setDefaultCACertificates([pem("ca")]));
afterAll(() => setDefaultCACertificates(before));

function proxyAt(url: string): EgressProxy {
  const proxy = egressProxyOf(new URL(url).origin);
  if (proxy === null) throw new Error("that is a proxy");
  return proxy;
}

async function send(proxy: EgressProxy, url: string, options: GuardOptions = {}) {
  // Names are the proxy's to resolve: whoever looks one up here has gone astray.
  const guard = createGuard({ proxy, look: (name) => Promise.reject(new Error(name)), ...options });
  return await guard.send({ url, method: "POST", headers: {}, body: "{}" });
}

test("http goes through it whole", async () => {
  await using proxy = await receiver(answering(OK));
  const attempt = await send(proxyAt(proxy.url), "http://receiver.test:8080/hook?a=b#c");
  expect(attempt).toMatchObject({ outcome: "delivered", address: null, excerpt: null });
  expect(proxy.received()).toContain("POST http://receiver.test:8080/hook?a=b HTTP/1.1\r\n");
  expect(proxy.received()).toContain("host: receiver.test:8080\r\n");
});

/** A proxy that leads to the target, whatever name it is asked for. */
function leadingTo({ port }: Receiver) {
  let isThrough = false;
  return answering("HTTP/1.1 200 Established\r\n\r\n", (socket) => {
    if (isThrough) return;
    isThrough = true;
    socket.removeAllListeners("data");
    socket.pipe(connect(port, "127.0.0.1")).pipe(socket);
  });
}

test("https goes through a tunnel, and the certificate is looked at beyond it", async () => {
  await using target = await receiver(answering(OK), { certificate: "receiver" });
  await using proxy = await receiver(leadingTo(target));
  const attempt = await send(proxyAt(proxy.url), "https://receiver.test/hook");
  expect(attempt).toMatchObject({ outcome: "delivered", status: 200, address: null });
  expect(proxy.received()).toMatch(/^CONNECT receiver\.test:443 HTTP\/1\.1\r\n/u);
  expect(target.received()).toContain("POST /hook HTTP/1.1\r\n");

  await using other = await receiver(leadingTo(target));
  expect(await send(proxyAt(other.url), "https://elsewhere.test/")).toMatchObject({
    outcome: "failed",
    reason: "certificate",
  });
});

test.each([407, 403, 502, 302])("a tunnel that is answered with %i is none", async (status) => {
  await using proxy = await receiver(answering(`HTTP/1.1 ${status} No\r\n\r\n`, () => {}));
  expect(await send(proxyAt(proxy.url), "https://receiver.test/")).toMatchObject({
    outcome: "failed",
    status: null,
    reason: "proxy-failed",
  });
});

test("an address of IPv6 stands in brackets", async () => {
  await using proxy = await receiver(answering("HTTP/1.1 403 No\r\n\r\n"));
  await send(proxyAt(proxy.url), "https://[2606:4700::1111]/");
  expect(proxy.received()).toMatch(
    /^CONNECT \[2606:4700::1111\]:443 HTTP\/1\.1\r\nhost: \[2606:4700::1111\]:443\r\n/u,
  );
});

test("who it is told to is the proxy's to know, and no receiver's", async () => {
  await using target = await receiver(answering(OK), { certificate: "receiver" });
  await using proxy = await receiver(leadingTo(target));
  const signed = egressProxyOf(proxy.url.replace("//", "//a:b@").replace("/hook", ""));
  if (signed === null) throw new Error("that is a proxy");
  expect(await send(signed, "https://receiver.test/")).toMatchObject({ outcome: "delivered" });
  expect(proxy.received()).toContain("proxy-authorization: Basic YTpi\r\n");
  expect(target.received().toLowerCase()).not.toContain("proxy");
});

describe("a tunnel is none", () => {
  test.each([
    [
      "out of which something comes before anything went in",
      "HTTP/1.1 200 x\r\n\r\nHTTP/1.1 200 OK",
    ],
    ["that is answered in another language", "SSH-2.0-x\r\n\r\n"],
    ["that begins with more than is read", `HTTP/1.1 200 x\r\na: ${"b".repeat(20_000)}\r\n\r\n`],
  ])("%s", async (_what, answer) => {
    await using proxy = await receiver(answering(answer, () => {}));
    const attempt = await send(proxyAt(proxy.url), "https://receiver.test/");
    expect(attempt).toMatchObject({ outcome: "failed", status: null, reason: "proxy-failed" });
    await expect.poll(proxy.open).toBe(0);
  });

  test("and nobody is waited for beyond the deadline who only promises one", async () => {
    const hint = "HTTP/1.1 103 Hints\r\n\r\n";
    await using proxy = await receiver(answering(hint, forEver(hint)));
    const attempt = await send(proxyAt(proxy.url), "https://receiver.test/", { within: 300 });
    expect(attempt).toMatchObject({ outcome: "failed", status: null });
    await expect.poll(proxy.open).toBe(0);
  });
});

test("what the configuration trusts may be private behind it, and is not for others", async () => {
  await using proxy = await receiver(answering(OK));
  const url = "http://10.0.0.7:8080/";
  const trusted = { host: "10.0.0.7", port: 8080 };
  expect(await send(proxyAt(proxy.url), url, { trusted })).toMatchObject({ status: 200 });
  expect(await send(proxyAt(proxy.url), url)).toMatchObject({ outcome: "refused" });
  expect(proxy.connections()).toBe(1);
});

test.each([
  "http://127.0.0.1/",
  "https://[::1]/",
  "http://169.254.169.254/",
  "http://0x7f.1/",
  "http://localhost/",
  "https://LOCALHOST./",
  "http://a.localhost:8080/",
])("%s is refused all the same", async (url) => {
  await using proxy = await receiver(answering(OK));
  expect(await send(proxyAt(proxy.url), url)).toMatchObject({ outcome: "refused" });
  expect(proxy.connections()).toBe(0);
});

describe("its address", () => {
  test.each([
    ["http://smokescreen:4750", { host: "smokescreen", port: 4750, headers: {} }],
    ["http://10.0.0.5/", { host: "10.0.0.5", port: 80, headers: {} }],
    ["http://[fd00::5]:4750", { host: "fd00::5", port: 4750, headers: {} }],
    [
      "http://a:b%40@proxy:1",
      { host: "proxy", port: 1, headers: { "proxy-authorization": "Basic YTpiQA==" } },
    ],
  ])("may be %s", (text, proxy) => {
    expect(egressProxyOf(text)).toEqual(proxy);
  });

  test.each([
    "smokescreen:4750",
    "https://proxy",
    "socks5://proxy",
    "http://proxy:0",
    "http://proxy/a",
    "http://proxy?b",
    "http://%zz@proxy",
    "",
  ])("may not be %j", (text) => {
    expect(egressProxyOf(text)).toBeNull();
  });
});
