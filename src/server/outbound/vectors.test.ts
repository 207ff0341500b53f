import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { watchConnections } from "./connections.fixture.ts";
import { nameServer } from "./dns.fixture.ts";
import { createGuard, type OutboundRequest } from "./guard.ts";
import { HOSTILE_ADDRESSES } from "./hostile-addresses.fixture.ts";
import { targetOf } from "./target.ts";

/** Lies beside the project, and is no part of it. */
const LIST = new URL("../../../../shared/ssrf-urls.txt", import.meta.url);
const isThere = existsSync(LIST);

const LINES = (isThere ? readFileSync(LIST, "utf8") : "")
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

/** What becomes of a request to the address, where names mean this, and who was called. */
async function outcomeOf(url: string, means: readonly string[]) {
  await using names = await nameServer(() => means);
  using connections = watchConnections();
  const guard = createGuard({ look: names.look });
  const attempt = await guard.send(postTo(url));
  return { attempt, check: await guard.check(url), called: connections.attempts };
}

const REFUSED = {
  attempt: {
    outcome: "refused",
    reason: "address-refused",
    address: null,
    status: null,
    excerpt: null,
  },
  check: "address-refused",
  called: [],
};

describe("no connection is attempted to", () => {
  test.each(HOSTILE_ADDRESSES)("%s", async (what, urls) => {
    // What is read as a name, and is to be read as an address, would be called.
    const means = what.startsWith("names") ? "127.0.0.1" : "93.184.216.34";
    for (const url of urls) expect(await outcomeOf(url, [means])).toMatchObject(REFUSED);
  });
});

describe.skipIf(!isThere)("of the list in ../shared/ssrf-urls.txt", () => {
  test("there are as many as were known", () => {
    expect([LINES.length, PUBLIC.length, REDIRECTING.length]).toEqual([305, 10, 3]);
  });

  test.each(HOSTILE)("no connection is attempted to $url $note", async ({ url, note }) => {
    expect(await outcomeOf(url, meantBy(note))).toMatchObject(REFUSED);
  });

  test.each(REDIRECTING)("of $url only the first address is connected to", async ({ url }) => {
    await using names = await nameServer((_name, times) => [times === 1 ? "1.2.3.4" : "127.0.0.1"]);
    using connections = watchConnections();
    await createGuard({ look: names.look }).send(postTo(url));
    expect(connections.attempts.map(({ address }) => address)).toEqual(["1.2.3.4"]);
  });

  test.each(PUBLIC)("$url is not refused", async ({ url }) => {
    using connections = watchConnections();
    const guard = createGuard();
    expect(await guard.check(url)).toBeNull();
    expect(await guard.send(postTo(url))).toMatchObject({ reason: "connection-refused" });
    expect(connections.attempts).toEqual([{ address: targetOf(url)?.host, port: 80 }]);
  });
});

test("an address that is longer than any is no address", async () => {
  using connections = watchConnections();
  const guard = createGuard();
  const attempt = await guard.send(postTo(`http://1.1.1.1/${"a".repeat(5000)}`));
  expect(attempt.outcome).toBe("refused");
  expect(connections.attempts).toEqual([]);
});
