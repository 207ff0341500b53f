import fc from "fast-check";
import { expect, test } from "vitest";
import { sentKeyOf } from "./authorization.ts";

const secret = "Ab-_".repeat(10) + "xyz";
const key = `tocsin_12_${secret}`;
const parts = { id: 12, secret };

function basic(text: string): string {
  return `Basic ${Buffer.from(text).toString("base64")}`;
}

test("no header is nobody", () => {
  expect(sentKeyOf(undefined)).toEqual({ ok: true, value: null });
  expect(sentKeyOf([])).toEqual({ ok: true, value: null });
});

test.each([`Bearer ${key}`, `bearer ${key}`, `BEARER   ${key} `])(
  "%s is a key by bearer",
  (header) => {
    expect(sentKeyOf([header])).toEqual({ ok: true, value: { ...parts, scheme: "bearer" } });
  },
);

test.each([
  basic(`:${key}`),
  basic(`alertmanager:${key}`),
  basic(`müller:${key}`),
  basic(`a:${key}`).replace("Basic", "bASIC"),
])("%s is a key by basic", (header) => {
  expect(sentKeyOf([header])).toEqual({ ok: true, value: { ...parts, scheme: "basic" } });
});

test.each([
  [""],
  ["Bearer"],
  ["Bearer "],
  [key],
  [`Bearer ${key}x`],
  [`Bearer ${key} ${key}`],
  [`Token ${key}`],
  ["Negotiate YII="],
  [basic(key)],
  [basic(`${key}:`)],
  [basic(`a:b:${key}`)],
  [basic(`a:${key}`).replaceAll("=", "")],
  [`${basic(`a:${key}`)}====`],
  [`${basic(`a:${key}`).slice(0, 14)} ${basic(`a:${key}`).slice(14)}`],
  [`${basic(`a:${key}`).slice(0, 14)}\t${basic(`a:${key}`).slice(14)}`],
  [`Basic ${Buffer.from(`a?>:${key}`).toString("base64url")}`],
  [`Bearer ${key}`, `Bearer ${key}`],
  [`Bearer ${" ".repeat(3_000)}${key}`],
])("%j is refused, and not taken for nobody", (...headers) => {
  const read = sentKeyOf(headers);
  expect(read).toMatchObject({ ok: false, problem: { code: "sign-in-required" } });
  expect(JSON.stringify(read)).not.toContain(secret);
});

test("of base64, only the one way to write it is taken", () => {
  const [, written = ""] = basic(`a:${key}`).split(" ");
  expect(written.endsWith("=")).toBe(true);
  // The last letter before the padding has bits that nobody reads.
  const stem = written.replaceAll("=", "");
  const last = stem.charCodeAt(stem.length - 1);
  const other = `${stem.slice(0, -1)}${String.fromCharCode(last + 1)}${written.slice(stem.length)}`;
  expect(Buffer.from(other, "base64")).toEqual(Buffer.from(written, "base64"));
  expect(sentKeyOf([`Basic ${other}`]).ok).toBe(false);
});

test("nothing makes it throw", () => {
  const scheme = fc.constantFrom("Bearer ", "basic ", "", " ");
  fc.assert(
    fc.property(scheme, fc.oneof(fc.string(), fc.base64String()), (before, text) => {
      const read = sentKeyOf([before + text]);
      expect(read.ok).toBe(false);
    }),
  );
});
