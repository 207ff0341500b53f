import fc from "fast-check";
import { expect, test } from "vitest";
import { createCookie } from "./cookie.ts";

const plain = createCookie("tocsin", null);
const secure = createCookie("tocsin", new URL("https://tocsin.example.org"));

test("ASVS 3.3.1, 3.3.2, 3.3.3 and 3.3.4: by https it is ours alone, of this host alone, and no script's", () => {
  expect(secure.set("abc")).toBe("__Host-tocsin=abc; Secure; HttpOnly; SameSite=Lax; Path=/");
  expect(secure.set("abc", 600)).toBe(
    "__Host-tocsin=abc; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=600",
  );
  expect(secure.clear()).toBe("__Host-tocsin=; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
});

test("below a path it is sent there alone, which the prefix of a host's own may not be", () => {
  const below = createCookie("tocsin", new URL("https://example.org/ops/tocsin/"));
  expect(below.set("abc")).toBe(
    "__Secure-tocsin=abc; Secure; HttpOnly; SameSite=Lax; Path=/ops/tocsin",
  );
  expect(below.clear()).toContain("; Path=/ops/tocsin; Max-Age=0");
  expect(createCookie("tocsin", new URL("http://127.0.0.1/tocsin/")).set("abc")).toBe(
    "tocsin=abc; HttpOnly; SameSite=Lax; Path=/tocsin",
  );
});

test.each([null, new URL("http://tocsin.lan")])(
  "by http (%s) a browser takes it, too",
  (origin) => {
    const cookie = createCookie("tocsin", origin);
    expect(cookie.set("abc")).toBe("tocsin=abc; HttpOnly; SameSite=Lax; Path=/");
    expect(cookie.clear()).toBe("tocsin=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
  },
);

test.each([
  [["tocsin=abc"], "abc"],
  [["a=b; tocsin=abc; c=d"], "abc"],
  [["a=b;tocsin=abc;c=d"], "abc"],
  [["a=b", "tocsin=abc"], "abc"],
  [["tocsin = abc "], "abc"],
  [["tocsin=a=b"], "a=b"],
  [["tocsin="], ""],
  [undefined, null],
  [[], null],
  [[""], null],
  [["tocsin"], null],
  [["Tocsin=abc"], null],
  [["xtocsin=abc; tocsinx=abc"], null],
  [["__Host-tocsin=abc"], null],
  [["tocsin=abc; tocsin=abc"], ""],
  [["tocsin=abc; a=b; tocsin=def"], ""],
  [["tocsin=abc", "tocsin=def"], ""],
])("reads %j as %j", (headers, value) => {
  expect(plain.read(headers)).toBe(value);
});

test("by https a cookie without the prefix is nobody's", () => {
  expect(secure.read(["tocsin=abc"])).toBeNull();
  expect(secure.read(["tocsin=abc; __Host-tocsin=def"])).toBe("def");
});

test("whatever else is in the header, it reads what it has set, and only that", () => {
  const other = fc.string().filter((text) => !text.includes("tocsin"));
  fc.assert(
    fc.property(fc.array(other), fc.array(other), (before, after) => {
      const header = [...before, "tocsin=abc", ...after].join(";");
      expect(plain.read([header])).toBe("abc");
      expect(plain.read([[...before, ...after].join(";")])).toBeNull();
    }),
  );
});
