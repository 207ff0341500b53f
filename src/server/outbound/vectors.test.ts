import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { watchConnections } from "./connections.fixture.ts";
import { nameServer } from "./dns.fixture.ts";
import { createGuard, type OutboundRequest } from "./guard.ts";
import { targetOf } from "./target.ts";

const LINES = readFileSync(new URL("fixtures/ssrf-urls.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [payload = "", node = "", note = ""] = line.split("\t");
    return {
      url: JSON.parse(`"${payload.replaceAll('"', String.raw`\"`)}"`) as string,
      node,
      note,
    };
  });
const PUBLIC = LINES.filter(({ note }) => note === "PUBLIC");
const REDIRECTING = LINES.filter(({ note }) => note === "redirects inside");
const HOSTILE = LINES.filter((line) => !PUBLIC.includes(line) && !REDIRECTING.includes(line));

function postTo(url: string): OutboundRequest {
  return { url, method: "POST", headers: {}, body: "{}" };
}

/** The addresses that a note of the list has in it; else a name means this machine. */
function meantBy(note: string): readonly string[] {
  const addresses = note.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b|::1/gu);
  return addresses ?? ["127.0.0.1"];
}

test("there are as many as were known", () => {
  expect([LINES.length, PUBLIC.length, REDIRECTING.length]).toEqual([305, 10, 3]);
});

describe("no connection is attempted to", () => {
  test.each(HOSTILE)("$url $note", async ({ url, note }) => {
    await using names = await nameServer(() => meantBy(note));
    using connections = watchConnections();
    const guard = createGuard({ look: names.look });
    expect(await guard.send(postTo(url))).toMatchObject({
      outcome: "refused",
      reason: "address-refused",
      address: null,
      status: null,
      excerpt: null,
    });
    expect(await guard.check(url)).toBe("address-refused");
    expect(connections.attempts).toEqual([]);
  });
});

test.each(REDIRECTING)("of $url only the first address is connected to", async ({ url }) => {
  await using names = await nameServer((_name, times) => [times === 1 ? "1.2.3.4" : "127.0.0.1"]);
  using connections = watchConnections();
  await createGuard({ look: names.look }).send(postTo(url));
  expect(connections.attempts.map(({ address }) => address)).toEqual(["1.2.3.4"]);
});

test("an address that is longer than any is no address", async () => {
  using connections = watchConnections();
  const guard = createGuard();
  const attempt = await guard.send(postTo(`http://1.1.1.1/${"a".repeat(5000)}`));
  expect(attempt.outcome).toBe("refused");
  expect(connections.attempts).toEqual([]);
});

test.each(PUBLIC)("$url is not refused", async ({ url }) => {
  using connections = watchConnections();
  const guard = createGuard();
  expect(await guard.check(url)).toBeNull();
  expect(await guard.send(postTo(url))).toMatchObject({ reason: "connection-refused" });
  expect(connections.attempts).toEqual([{ address: targetOf(url)?.host, port: 80 }]);
});
