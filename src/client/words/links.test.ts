import fc from "fast-check";
import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { addressOf, linksOf, partsOf } from "./links.ts";

test.each([
  ["https://example.org/a", true],
  ["http://example.org", true],
  ["HTTPS://example.org/?a=b&c=(d)#e", true],
  ["javascript:alert(1)", false],
  ["JaVaScRiPt:alert(1)", false],
  ["java\nscript:alert(1)", false],
  ["data:text/html,hi", false],
  ["/relative", false],
  ["//example.org", false],
  ["http:example.org", false],
  ["https://", false],
  ["https://a b", false],
  ["see https://example.org", false],
  ["", false],
])("whether %s may be followed: %s", (url, safe) => {
  expect(addressOf(url)).toBe(safe ? url : null);
});

test("an address that ends its line is one", () => {
  expect(addressOf(" https://example.org/a\n")).toBe("https://example.org/a");
});

test.each([
  ["disk full", []],
  ["see https://a.example/x.", ["https://a.example/x"]],
  ["(https://a.example/x), then http://b.example!", ["https://a.example/x", "http://b.example"]],
  ["[book](https://a.example/x_(y))", ["https://a.example/x_(y))"]],
  ["[book](https://a.example/x)", ["https://a.example/x"]],
  ['<a href="https://a.example/x">', ["https://a.example/x"]],
  ["https://a.example/\u202Egro", ["https://a.example/"]],
  ["javascript:https://a.example", ["https://a.example"]],
  ["https:// http://. x", []],
])("the addresses in %s are %j", (text, addresses) => {
  const parts = partsOf(text);
  expect(parts.flatMap(({ href }) => href ?? [])).toEqual(addresses);
  expect(parts.map((part) => part.text).join("")).toBe(text);
});

test("no text is lost, whatever it holds", () => {
  const unit = fc.constantFrom(
    "http://",
    "https://",
    "a",
    ".",
    ")",
    "(",
    " ",
    "\n",
    "\u202E",
    "🔥",
  );
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      const parts = partsOf(text);
      expect(parts.map((part) => part.text).join("")).toBe(text);
      for (const { href } of parts) if (href !== null) expect(URL.canParse(href)).toBe(true);
    }),
  );
});

test.each(["http://", "https://a.", "http://a)", "h", ")"])(
  "%j again and again is read in no time",
  (part) => {
    const text = part.repeat(65_536 / part.length);
    const from = performance.now();
    partsOf(text);
    addressOf(text);
    expect(performance.now() - from).toBeLessThan(1000);
  },
);

test("links have names that a person knows, others their own", () => {
  const annotations = {
    runbook_url: "https://a.example/runbook",
    dashboardURL: "https://a.example/dashboard",
    panelURL: "https://a.example/panel",
    silenceURL: "https://a.example/silence\n",
    "query-link": "https://a.example/query",
    ticket: "https://a.example/ticket",
    constructor: "https://a.example/constructor",
    summary: "see https://a.example",
  };
  expect(linksOf(anAlert({ annotations }))).toEqual([
    { name: "Runbook", href: "https://a.example/runbook" },
    { name: "Dashboard", href: "https://a.example/dashboard" },
    { name: "Panel", href: "https://a.example/panel" },
    { name: "Silence", href: "https://a.example/silence" },
    { name: "Query", href: "https://a.example/query" },
    { name: "ticket", href: "https://a.example/ticket" },
    { name: "constructor", href: "https://a.example/constructor" },
  ]);
});

test("an alert's link is the first that is an address", () => {
  const annotations = { note: "none", runbook: "https://a.example/runbook" };
  const hrefs = (url: string | null) =>
    linksOf(anAlert({ annotations, url })).map(({ href }) => href);
  expect(hrefs("https://a.example/own")).toEqual([
    "https://a.example/own",
    "https://a.example/runbook",
  ]);
  expect(hrefs("db-12:9090/graph")).toEqual(["https://a.example/runbook"]);
  expect(hrefs("javascript:alert(1)")).toEqual(["https://a.example/runbook"]);
  expect(hrefs("https://a.example/runbook")).toEqual(["https://a.example/runbook"]);
});
