import { expect, test } from "vitest";
import { allowListOf, isAllowable, isListed } from "./allow-list.ts";

test.each([
  ["", []],
  ["10.1.2.3:8080", [{ address: "10.1.2.3", port: 8080 }]],
  [
    "10.1.2.3:8080, [fd00::5]:443,",
    [
      { address: "10.1.2.3", port: 8080 },
      { address: "fd00::5", port: 443 },
    ],
  ],
  ["[FD00:0:0::5]:443", [{ address: "fd00::5", port: 443 }]],
  ["127.0.0.1:1", [{ address: "127.0.0.1", port: 1 }]],
  ["[::1]:65535", [{ address: "::1", port: 65_535 }]],
  ["100.64.0.1:80", [{ address: "100.64.0.1", port: 80 }]],
])("%j is %j", (text, list) => {
  expect(allowListOf(text)).toEqual(list);
});

test.each([
  "10.1.2.3",
  "10.1.2.3:0",
  "10.1.2.3:65536",
  "10.1.2.3:80x",
  "10.1.2:80",
  "010.1.2.3:80",
  "0x0a.1.2.3:80",
  "10.0.0.0/8:80",
  "receiver:80",
  "*:80",
  "http://10.1.2.3:80",
  "fd00::5:443",
  "[fd00::5]",
  "[10.1.2.3]:80",
  "[fd00::5%eth0]:443",
  "[]:80",
  ":80",
  // Those that cannot be allowed, by any of their names.
  "169.254.169.254:80",
  "169.254.0.1:80",
  "[fe80::1]:80",
  "[fe80::1%eth0]:80",
  "224.0.0.1:80",
  "[ff02::1]:80",
  "0.0.0.0:80",
  "0.1.2.3:80",
  "[::]:80",
  "255.255.255.255:80",
  "168.63.129.16:80",
  "100.100.100.200:80",
  "192.0.0.192:80",
  "[fd00:ec2::254]:80",
  "[FD00:0EC2:0:0::0023]:80",
  "[fd20:ce::254]:80",
  "[::ffff:169.254.169.254]:80",
  "[::ffff:a9fe:a9fe]:80",
  "[::169.254.169.254]:80",
  "[64:ff9b::a9fe:a9fe]:80",
  "[2002:a9fe:a9fe::]:80",
  "[2001:0:4136:e378:8000:63bf:80ff:fffe]:80",
  "[::ffff:0:a9fe:a9fe]:80",
  "[4000::1]:80",
  // One of several.
  "10.1.2.3:80,169.254.169.254:80",
])("%j is no allow list", (text) => {
  expect(allowListOf(text)).toBeNull();
});

test("what is allowed is that address at that port, however it is written", () => {
  const allow = allowListOf("10.1.2.3:8080,[fd00::5]:443") ?? [];
  expect(isListed(allow, "10.1.2.3", 8080)).toBe(true);
  expect(isListed(allow, "fd00:0:0::5", 443)).toBe(true);
  expect(isListed(allow, "10.1.2.3", 443)).toBe(false);
  expect(isListed(allow, "10.1.2.4", 8080)).toBe(false);
  expect(isListed(allow, "::ffff:10.1.2.3", 8080)).toBe(false);
  expect(isListed(allow, "fd00::5%eth0", 443)).toBe(false);
  expect(isListed(allow, "nonsense", 443)).toBe(false);
  expect(isListed(allow, "1.1.1.1", 443)).toBe(false);
});

test.each([
  ["10.0.0.1", true],
  ["::1", true],
  ["fd00::5", true],
  ["1.1.1.1", true],
  ["169.254.169.254", false],
  ["::ffff:10.0.0.1", false],
  ["fe80::1%eth0", false],
  ["fd00:ec2::254", false],
  ["0.0.0.0", false],
  ["224.0.0.1", false],
  ["login.test", false],
])("that %s could be allowed is %s", (address, isSo) => {
  expect(isAllowable(address)).toBe(isSo);
});
