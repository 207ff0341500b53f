import { isIP } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isPublic } from "./address.ts";
import { watchConnections } from "./connections.fixture.ts";
import { createGuard } from "./guard.ts";
import { targetOf } from "./target.ts";

/** The networks of IANA's special-purpose registries, and others that are not the open Internet. */
const CLOSED_V4 =
  `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15
198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32`
    .split(/\s+/u)
    .map(networkOf);

function networkOf(text: string): { from: number; to: number } {
  const [address = "", length] = text.split("/");
  const from = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { from, to: from + 2 ** (32 - Number(length)) - 1 };
}

function isV4(value: number): boolean {
  return value >= 0 && value < 2 ** 32;
}

const anyV4 = fc.oneof(
  fc.nat({ max: 2 ** 32 - 1 }),
  fc.constantFrom(
    ...CLOSED_V4.flatMap(({ from, to }) => [from - 1, from, to, to + 1]).filter(isV4),
  ),
  fc.constantFrom(...CLOSED_V4).chain(({ from, to }) => fc.integer({ min: from, max: to })),
);

function isClosed(value: number): boolean {
  return CLOSED_V4.some(({ from, to }) => from <= value && value <= to);
}

function bytesOf(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256);
}

/** One of the ways of writing that URLs read as the number. */
const writtenV4 = (value: number): fc.Arbitrary<string> => {
  const number = (part: number) =>
    fc.constantFrom(
      String(part),
      `0x${part.toString(16)}`,
      `0X${part.toString(16)}`,
      `0${part.toString(8)}`,
    );
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(value);
  return fc
    .oneof(
      fc.tuple(number(value)),
      fc.tuple(number(a), number(b * 65_536 + c * 256 + d)),
      fc.tuple(number(a), number(b), number(c * 256 + d)),
      fc.tuple(number(a), number(b), number(c), number(d)),
    )
    .chain((parts) =>
      fc
        .tuple(
          fc.constantFrom(".", "\u3002", "\uFF0E", "\uFF61"),
          fc.constantFrom("", "."),
          fc.boolean(),
          fc.boolean(),
        )
        .map(([dot, end, isWide, isPercent]) => {
          const text = parts.join(dot) + end;
          if (isWide)
            return text.replaceAll(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
          return isPercent ? text.replaceAll(/\d/gu, (digit) => `%3${digit}`) : text;
        }),
    );
};

test("an IPv4 address is public unless a registry says otherwise, however it is written", () => {
  const written = anyV4.chain((value) => fc.tuple(fc.constant(value), writtenV4(value)));
  fc.assert(
    fc.property(written, ([value, text]) => {
      const target = targetOf(`http://${text}/`);
      expect(target?.host).toBe(bytesOf(value).join("."));
      expect(isPublic(target?.host ?? "")).toBe(!isClosed(value));
    }),
    { numRuns: 3000 },
  );
});

/** IPv6 networks with another address inside, or of which none is the open Internet's. */
const CLOSED_V6 = [
  "::",
  "::ffff:",
  "::ffff:0:",
  "64:ff9b::",
  "64:ff9b:1:",
  "100::",
  "2001:0:",
  "2001:2:0:",
  "2001:db8:",
  "2002:",
  "3fff:",
  "4000:",
  "5f00:",
  "fc00:",
  "fd00:",
  "fe80:",
  "fec0:",
  "ff02:",
] as const;

function groupsOf(value: number): string {
  return `${Math.floor(value / 65_536).toString(16)}:${(value % 65_536).toString(16)}`;
}

/** An address of one of those networks that ends in an IPv4 address, written in one of the ways. */
const closedV6 = fc
  .tuple(fc.constantFrom(...CLOSED_V6), anyV4, fc.boolean(), fc.boolean())
  .map(([prefix, value, isDotted, isUpper]) => {
    const tail = isDotted ? bytesOf(value).join(".") : groupsOf(value);
    const text = `${prefix}${prefix.includes("::") ? "" : ":"}${tail}`;
    return isUpper ? text.toUpperCase() : text;
  })
  .filter((text) => isIP(text) === 6);

test("an IPv6 address that has another inside, or is of no open network, is never public", () => {
  fc.assert(
    fc.property(closedV6, (text) => {
      expect(isPublic(text)).toBe(false);
      expect(isPublic(targetOf(`http://[${text}]/`)?.host ?? "")).toBe(false);
    }),
    { numRuns: 3000 },
  );
});

test("an IPv6 address beyond 2000::/3 is never public", () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const [first = "0"] = new URL(`http://[${text}]/`).hostname.slice(1).split(":");
      const isGlobal = Number.parseInt(first || "0", 16) >> 13 === 1;
      expect(isGlobal || !isPublic(text)).toBe(true);
    }),
  );
});

test.each(["2a00:1450:4001:81b::200e", "2606:4700::1111", "3ffe::1", "1.1.1.1"])(
  "%s is public",
  (address) => {
    expect(isPublic(address)).toBe(true);
  },
);

test.each(["", "localhost", "1.1.1.1%eth0", "2606:4700::1111%eth0", "1.1.1", "01.1.1.1", "[::1]"])(
  "%j is no public address",
  (text) => {
    expect(isPublic(text)).toBe(false);
  },
);

const host = fc.oneof(
  fc.domain(),
  fc.ipV4Extended(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.webAuthority({
    withIPv4: true,
    withIPv4Extended: true,
    withIPv6: true,
    withPort: true,
    withUserInfo: true,
  }),
  fc.string(),
);

test("whatever is typed, nothing is connected to but what is public", async () => {
  const guard = createGuard({ look: () => Promise.resolve(["10.0.0.1"]) });
  using connections = watchConnections();
  const scheme = fc.constantFrom("http://", "https://", "http:", "//", "", "ftp://", "http:\\\\");
  await fc.assert(
    fc.asyncProperty(scheme, host, fc.constantFrom("", "/", "/a", "#b", "?c"), async (...parts) => {
      const attempt = await guard.send({
        url: parts.join(""),
        method: "GET",
        headers: {},
        body: "",
      });
      expect(attempt.outcome).not.toBe("delivered");
    }),
    { numRuns: 2000 },
  );
  expect(connections.attempts.filter(({ address }) => !isPublic(address))).toEqual([]);
});
