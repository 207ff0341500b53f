import { expect, test } from "vitest";
import { alertPath, feedPath, pageParams, readAddress, sameFilter } from "./address.ts";

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
