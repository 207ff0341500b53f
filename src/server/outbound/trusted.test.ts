import { describe, expect, test } from "vitest";
import { watchConnections } from "./connections.fixture.ts";
import { nameServer } from "./dns.fixture.ts";
import { createGuard, type GuardOptions } from "./guard.ts";
import { ownAddresses } from "./own-addresses.ts";
import { answering, OK, receiver } from "./receiver.fixture.ts";

const TRUSTED = { host: "login.test", port: 8443 };
const PUBLIC = "93.184.216.34";

/** What becomes of a request where names mean these addresses, and where it would have gone. */
async function sent(url: string, addresses: readonly string[], options: GuardOptions = {}) {
  await using names = await nameServer(() => addresses);
  using connections = watchConnections();
  const guard = createGuard({ trusted: TRUSTED, look: names.look, ...options });
  const request = { url, method: "GET", headers: {}, body: "" } as const;
  const { reason } = await guard.send(request);
  expect(await guard.check(url)).toBe(reason === "address-refused" ? reason : null);
  return { reason, to: connections.attempts.map(({ address }) => address) };
}

const REFUSED = { reason: "address-refused", to: [] };

describe("a host that is trusted", () => {
  test.each([["10.0.0.7"], ["127.0.0.1"], ["100.64.0.1"], ["fd00::7"], [PUBLIC]])(
    "may be at %s",
    async (address) => {
      expect(await sent("https://login.test:8443/", [address])).toEqual({
        reason: "connection-refused",
        to: [address],
      });
    },
  );

  test.each([
    [["169.254.169.254"]],
    [["10.0.0.7", "169.254.169.254"]],
    [["0.0.0.0"]],
    [["224.0.0.1"]],
    [["168.63.129.16"]],
    [["100.100.100.200"]],
    [["192.0.0.192"]],
    [["fe80::1"]],
    [["ff02::1"]],
    [["::ffff:a9fe:a9fe"]],
    [["::ffff:a00:7"]],
    [["64:ff9b::a9fe:a9fe"]],
    [["fd00:ec2::254"]],
    [["fd20:ce::254"]],
  ])("may never be at %j", async (addresses) => {
    expect(await sent("https://login.test:8443/", addresses)).toEqual(REFUSED);
  });

  test.each([
    ["at another port", "https://login.test/"],
    ["below it", "https://a.login.test:8443/"],
    ["with a dot behind it", "https://login.test.:8443/"],
    ["of another name", "https://other.test:8443/"],
    ["at its address", "https://10.0.0.7:8443/"],
  ])("is not %s", async (_what, url) => {
    expect(await sent(url, ["10.0.0.7"])).toEqual(REFUSED);
  });

  test("is trusted by that guard alone", async () => {
    expect(await sent("https://login.test:8443/", ["10.0.0.7"], { trusted: null })).toEqual(
      REFUSED,
    );
  });

  test("may be an address, which does not make its other ports trusted", async () => {
    await using login = await receiver(answering(OK));
    await using other = await receiver(answering(OK));
    const guard = createGuard({ trusted: { host: "127.0.0.1", port: login.port } });
    const get = { method: "GET", headers: {}, body: "" } as const;
    expect(await guard.send({ ...get, url: login.url })).toMatchObject({ outcome: "delivered" });
    expect(await guard.send({ ...get, url: other.url })).toMatchObject({ outcome: "refused" });
    expect(other.connections()).toBe(0);
  });

  test("may not be 169.254.169.254, although the configuration says so", async () => {
    const trusted = { host: "169.254.169.254", port: 80 };
    expect(await sent("http://169.254.169.254/", [], { trusted })).toEqual(REFUSED);
  });
});

describe("this machine's own address, though it is public,", () => {
  const own = () => new Set([PUBLIC]);

  test("is refused, also where a name means it", async () => {
    expect(await sent(`http://${PUBLIC}:9200/`, [], { own })).toEqual(REFUSED);
    expect(await sent("http://a.test/", ["1.1.1.1", PUBLIC], { own })).toEqual(REFUSED);
  });

  test("is not where it was allowed, or is trusted", async () => {
    const reached = { reason: "connection-refused", to: [PUBLIC] };
    const allow = [{ address: PUBLIC, port: 9200 }];
    expect(await sent(`http://${PUBLIC}:9200/`, [], { own, allow })).toEqual(reached);
    expect(await sent("https://login.test:8443/", [PUBLIC], { own })).toEqual(reached);
  });
});

test("the machine knows its own addresses", () => {
  expect(ownAddresses()).toContain("127.0.0.1");
  expect(ownAddresses()).not.toContain(PUBLIC);
});
