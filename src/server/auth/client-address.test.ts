import { expect, test } from "vitest";
import { createClientOf } from "./client-address.ts";
import { trustedOf } from "./proxy.ts";

const clientOf = createClientOf(trustedOf(["127.0.0.1", "10.0.0.0/8", "fd00::/8"]));

test.each([
  ["a stranger, whatever they say", "203.0.113.9", "192.0.2.1", "203.0.113.9"],
  ["a proxy that says nothing", "127.0.0.1", undefined, "127.0.0.1"],
  ["whoever asked a proxy", "127.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["whoever asked the first of two", "::ffff:127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"],
  ["not what was there before", "10.9.9.9", "192.0.2.66, 203.0.113.9", "203.0.113.9"],
  ["the last that is one", "10.9.9.9", "192.0.2.66, unknown, 10.1.1.1", "10.1.1.1"],
  ["by IPv6, too", "fd00::1", "2001:db8::7", "2001:db8::7"],
  ["nothing else than addresses", "10.9.9.9", "<script>", "10.9.9.9"],
])("the client is %s", (_, peer, forwarded, client) => {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": [forwarded] };
  expect(clientOf(headers, peer)).toBe(client);
});

test("where no proxy is trusted, it is the peer", () => {
  const headers = { "x-forwarded-for": ["192.0.2.1"] };
  expect(createClientOf(null)(headers, "127.0.0.1")).toBe("127.0.0.1");
});

test("however long it is, a header is looked at in no time", () => {
  const headers = { "x-forwarded-for": ["10.1.1.1,".repeat(100_000)] };
  expect(clientOf(headers, "10.9.9.9")).toBe("10.9.9.9");
});
