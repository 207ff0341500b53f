import fc from "fast-check";
import { expect, test } from "vitest";
import { bareAddress, networkOf } from "./network.ts";

test.each([
  ["10.0.0.1", "10.0.0.1"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["::FFFF:10.0.0.1", "10.0.0.1"],
  ["fe80::1%eth0", "fe80::1"],
  ["::1", "::1"],
  ["", ""],
])("%j is %j", (peer, address) => {
  expect(bareAddress(peer)).toBe(address);
});

test.each([
  ["10.0.0.1", "10.0.0.1"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["::1", "0:0:0:0::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::10.0.0.1", "2001:db8:1:2::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["", ""],
  ["what is this", "what is this"],
])("%j is of %j", (peer, network) => {
  expect(networkOf(peer)).toBe(network);
});

test("all addresses of a /64 are one, and those of two are not", () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16));
  const half = fc.tuple(group, group, group, group);
  const text = (...groups: string[]) => networkOf(groups.join(":"));
  fc.assert(
    fc.property(half, half, half, half, (net, other, host, neighbour) => {
      expect(text(...net, ...host)).toBe(text(...net, ...neighbour));
      expect(text(...net, ...host) === text(...other, ...host)).toBe(
        net.join(":") === other.join(":"),
      );
    }),
  );
});
