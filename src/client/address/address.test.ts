import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryFilter } from "../../domain/alert.arbitrary.ts";
import { alertPath, canAsk, feedPath, pageParams, readAddress, sameFilter } from "./address.ts";

test("the feed, filtered", () => {
  const address = readAddress("/", "?status=firing&label=env%3Dprod&q=disk");
  expect(address).toEqual({
    filter: { status: ["firing"], label: ["env=prod"], q: "disk" },
    where: {},
    alertId: null,
  });
});

test("a time, and a page as it is linked without script", () => {
  expect(readAddress("/", "?at=2026-01-01T00:00:00Z").where).toEqual({
    at: "2026-01-01T00:00:00Z",
  });
  expect(readAddress("/", "?before=abc.1z").where).toEqual({ before: "abc.1z" });
});

test("an alert is read with the feed around it", () => {
  expect(readAddress("/alerts/42", "?severity=critical")).toEqual({
    filter: { severity: ["critical"] },
    where: { around: "42" },
    alertId: 42,
  });
  expect(pageParams("/alerts/42", "?severity=critical").toString()).toBe(
    "severity=critical&around=42",
  );
});

test.each(["/alerts/0", "/alerts/x", "/alerts/1/2", "/alerts/"])("%s is no alert", (path) => {
  expect(readAddress(path, "").alertId).toBeNull();
});

test("a filter that cannot be read asks for everything; the server says what is wrong", () => {
  expect(readAddress("/", "?status=odd").filter).toEqual({});
  expect(pageParams("/", "?status=odd").get("status")).toBe("odd");
});

test("addresses are written in one way", () => {
  expect(feedPath({})).toBe("/");
  expect(feedPath({ severity: ["error", "critical"] })).toBe("/?severity=critical%2Cerror");
  expect(alertPath(7, { q: "a b" })).toBe("/alerts/7?q=a+b");
  expect(sameFilter({ status: ["firing", "resolved"] }, { status: ["resolved", "firing"] })).toBe(
    true,
  );
  expect(sameFilter({ q: "a" }, {})).toBe(false);
});

test("an address is read as the filter that it was written for", () => {
  fc.assert(
    fc.property(arbitraryFilter, (filter) => {
      const read = readAddress("/", feedPath(filter).slice(1)).filter;
      expect(sameFilter(read, filter)).toBe(true);
      expect(new Set(read.source)).toEqual(new Set(filter.source));
      expect(new Set(read.label)).toEqual(new Set(filter.label));
    }),
  );
});

test("what is typed into the field of a page without script is read as the field reads it", () => {
  const search = "?status=firing&search=env%3Dprod+%22a+b%22%3Dc+disk";
  const filter = { status: ["firing" as const], label: ["a b=c", "env=prod"], q: "disk" };
  expect(readAddress("/", search).filter).toEqual(filter);
  expect(pageParams("/", search).toString()).toBe(
    "status=firing&label=a+b%3Dc&label=env%3Dprod&q=disk",
  );
  expect(readAddress("/", "?search=").filter).toEqual({});
});

test("the feed cannot be asked for more than the server takes", () => {
  expect(canAsk({ q: "x".repeat(200), label: [`a=${"ö".repeat(1800)}`] })).toBe(true);
  expect(canAsk({ q: "x".repeat(201) })).toBe(false);
  expect(canAsk({ label: [`a=${"漢".repeat(1800)}`] })).toBe(false);
  expect(canAsk({ label: [1, 2].map((n) => `a${n}=${"\u0001".repeat(1500)}`) })).toBe(false);
});
