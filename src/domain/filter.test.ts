import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actor } from "./actor.ts";
import { anAlert, arbitraryAlert, arbitraryFilter } from "./alert.arbitrary.ts";
import {
  EVERYTHING,
  type Filter,
  filterParams,
  isEverything,
  matches,
  readFilter,
  resolveMe,
  type WrittenFilter,
  writtenFilterOf,
} from "./filter.ts";

function filter(written: WrittenFilter): Filter {
  return readFilter(written);
}

function fromQuery(query: string) {
  return writtenFilterOf(new URLSearchParams(query));
}

describe("matches", () => {
  test.each<[string, WrittenFilter, Parameters<typeof anAlert>[0], boolean]>([
    ["nothing asked", {}, {}, true],
    ["one of the statuses", { status: ["firing", "acknowledged"] }, { status: "firing" }, true],
    ["none of the statuses", { status: ["acknowledged"] }, { status: "firing" }, false],
    ["the severity", { severity: ["critical"] }, { severity: "critical" }, true],
    ["another severity", { severity: ["critical"] }, { severity: "info" }, false],
    ["one of the sources", { source: ["a", "b"] }, { source: "b" }, true],
    ["part of a source", { source: ["a"] }, { source: "ab" }, false],
    ["a deleted one, unasked", {}, { deletedAt: "2026-01-02T00:00:00.000Z" }, false],
    ["deleted included", { deleted: "include" }, { deletedAt: "2026-01-02T00:00:00.000Z" }, true],
    ["only deleted", { deleted: "only" }, {}, false],
    ["a label", { label: ["env=prod"] }, { labels: { env: "prod" } }, true],
    ["another value", { label: ["env=prod"] }, { labels: { env: "test" } }, false],
    ["an absent label", { label: ["env=prod"] }, {}, false],
    ["not this value", { label: ["env!=prod"] }, { labels: { env: "test" } }, true],
    ["not this value, absent", { label: ["env!=prod"] }, {}, true],
    ["not this value, but it is", { label: ["env!=prod"] }, { labels: { env: "prod" } }, false],
    ["empty stands for absent", { label: ["env="] }, {}, true],
    ["empty stands for empty", { label: ["env="] }, { labels: { env: "" } }, true],
    ["not empty stands for present", { label: ["env!="] }, { labels: { env: "prod" } }, true],
    ["not empty, but absent", { label: ["env!="] }, {}, false],
    ["a value with =", { label: ["q=a=b"] }, { labels: { q: "a=b" } }, true],
    ["a name with !", { label: ["a!b=1"] }, { labels: { "a!b": "1" } }, true],
    ["a name with =", { label: ["a=b=1"] }, { labels: { "a=b": "1" } }, true],
    ["a quoted name", { label: ['"a!"=1'] }, { labels: { "a!": "1" } }, true],
    ["a quoted name, absent", { label: ['"a!"=1'] }, { labels: { a: "2" } }, false],
    ["all of the labels", { label: ["a=1", "b=2"] }, { labels: { a: "1" } }, false],
    ["no label called constructor", { label: ["constructor="] }, {}, true],
    ["no label called __proto__", { label: ["__proto__!="] }, {}, false],
    ["a word in the title", { q: "DISK" }, {}, true],
    ["words anywhere, any order", { q: "web disk" }, { labels: { host: "web-1" } }, true],
    ["one word missing", { q: "disk printer" }, {}, false],
    ["a word across two fields", { q: "upmonitor" }, { description: "" }, false],
  ])("%s", (_what, written, fields, expected) => {
    expect(matches(filter(written), anAlert(fields))).toBe(expected);
  });

  test("labels named like what objects are born with are labels like any other", () => {
    const labels = Object.fromEntries([
      ["__proto__", "p"],
      ["constructor", "c"],
    ]);
    const both = filter({ label: ["__proto__=p", "constructor=c"] });
    expect(matches(both, anAlert({ labels }))).toBe(true);
    expect(matches(both, anAlert())).toBe(false);
  });

  test("everything asked must hold, each on its own", () => {
    fc.assert(
      fc.property(arbitraryFilter, arbitraryAlert, (written, alert) => {
        const { deleted = "exclude", ...rest } = written;
        const parts = Object.entries(rest).map(([key, value]) => ({ [key]: value, deleted }));
        expect(matches(filter(written), alert)).toBe(
          [{ deleted }, ...parts].every((part) => matches(filter(part), alert)),
        );
      }),
    );
  });
});

test("what no alert can hold asks for what it is kept as", () => {
  const asked = { source: ["a\uD800"], label: ["b\0=\uDC00"], q: "c\uD800 \0" };
  expect(readFilter(asked)).toMatchObject({
    source: ["a\uFFFD"],
    label: [{ name: "b\uFFFD", operator: "=", value: "\uFFFD" }],
    words: ["C\uFFFD", "\uFFFD"],
  });
});

describe("whoever asks", () => {
  const mine = anAlert({ acknowledgedBy: "user:Mira" });
  const asked = (acknowledgedBy: string[], actor: Actor = "user:Mira") =>
    filter(resolveMe({ acknowledgedBy }, actor));

  test("stands for themselves", () => {
    expect(matches(asked(["me"]), mine)).toBe(true);
    expect(matches(asked(["me"], "user:Jon"), mine)).toBe(false);
    expect(matches(asked(["me", "user:Mira"], "user:Jon"), mine)).toBe(true);
    expect(matches(asked(["me"], "operator"), anAlert({ acknowledgedBy: "operator" }))).toBe(true);
  });

  test("is nobody as long as nobody has said who that is", () => {
    expect(matches(filter({ acknowledgedBy: ["me"] }), mine)).toBe(false);
    expect(matches(filter({ acknowledgedBy: ["me"] }), anAlert())).toBe(false);
  });

  test("is no part of a filter that does not ask for them", () => {
    fc.assert(
      fc.property(arbitraryFilter, (written) => {
        const { acknowledgedBy, ...others } = written;
        const { acknowledgedBy: resolved = [], ...rest } = resolveMe(written, "user:Mira");
        expect(rest).toEqual(others);
        expect(resolved).not.toContain("me");
        expect(resolved).toHaveLength(acknowledgedBy?.length ?? 0);
      }),
    );
  });
});

describe("the query string of a filter", () => {
  test("reads as the same filter", () => {
    fc.assert(
      fc.property(arbitraryFilter, arbitraryAlert, (written, alert) => {
        const read = fromQuery(filterParams(written).toString());
        if (!read.ok) throw new Error(read.problem.detail);
        expect(asSets(filter(read.value))).toEqual(asSets(filter(written)));
        expect(matches(filter(read.value), alert)).toBe(matches(filter(written), alert));
      }),
    );
  });

  test("is the same text for the same filter, in whatever order it was written", () => {
    const one = filterParams({ status: ["resolved", "firing", "firing"], label: ["b=1", "a=1"] });
    const other = filterParams({ label: ["a=1", "b=1", "a=1"], status: ["firing", "resolved"] });
    expect(one.toString()).toBe(other.toString());
  });

  test("is empty for everything", () => {
    expect(filterParams({ deleted: "exclude", q: "", status: [] }).toString()).toBe("");
  });

  test("takes lists with commas, labels again and again, and ignores what it does not know", () => {
    expect(
      fromQuery(
        "status=firing,acknowledged&source=a&source=b&label=x=1,2&label=y!=&at=now&limit=5",
      ),
    ).toEqual({
      ok: true,
      value: {
        status: ["firing", "acknowledged"],
        source: ["a", "b"],
        label: ["x=1,2", "y!="],
      },
    });
  });

  test.each([
    ["a,b", ["a", "b"]],
    ['"a,b",c', ["a,b", "c"]],
    ['c,"a,b"', ["c", "a,b"]],
    [String.raw`"say \"a,b\""`, ['say "a,b"']],
    // Quotes that are not needed are part of the name, as before there were any.
    ['"a",b', ['"a"', "b"]],
    ['"a,b', ['"a', "b"]],
    ['"a,b"c', ['"a', 'b"c']],
  ])("takes %s as sources", (written, source) => {
    const read = fromQuery(new URLSearchParams({ source: written }).toString());
    expect(read).toEqual({ ok: true, value: { source } });
  });

  test("keeps sources of any name", () => {
    const name = fc.string({ unit: fc.constantFrom(...'a,"\\ ö'), minLength: 1 });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (source) => {
        const read = fromQuery(filterParams({ source }).toString());
        expect(read.ok && new Set(read.value.source)).toEqual(new Set(source));
      }),
      { numRuns: 1000 },
    );
  });

  test("can ask for a label as long as an alert can have", () => {
    const label = [`${"n".repeat(200)}=${"\u{1F600}".repeat(2000)}`];
    expect(fromQuery(filterParams({ label }).toString())).toEqual({ ok: true, value: { label } });
  });

  test("has empty values that ask nothing", () => {
    expect(fromQuery("status=&severity=,&source&label=&q=&deleted=")).toEqual({
      ok: true,
      value: {},
    });
  });

  test.each([
    ["status", "status=open"],
    ["status", "status=firing,__proto__"],
    ["severity", "severity=CRITICAL"],
    ["severity", "severity=p1"],
    ["source", `source=${"x,".repeat(51)}`],
    ["source", `source=${"x".repeat(1001)}`],
    ["label", "label=env"],
    ["label", "label==prod"],
    ["label", "label=!%3Dprod"],
    ["label", "label=a!!%3Db"],
    ["q", `q=${"x".repeat(201)}`],
    ["deleted", "deleted=yes"],
    ["deleted", "deleted=toString"],
  ])("with a bad %s is refused, naming it: %.40s", (parameter, query) => {
    expect(fromQuery(query)).toMatchObject({
      ok: false,
      problem: { code: "invalid-parameter", detail: expect.stringMatching(`^${parameter}: .`) },
    });
  });

  test("never throws, whatever it holds", () => {
    const key = fc.constantFrom(
      "status",
      "severity",
      "source",
      "label",
      "q",
      "deleted",
      "__proto__",
    );
    const value = fc.string({ unit: "binary", maxLength: 30 });
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value)), (entries) => {
        const read = writtenFilterOf(new URLSearchParams(entries));
        if (read.ok) expect(matches(filter(read.value), anAlert())).toBeTypeOf("boolean");
        else expect(read.problem.detail).toMatch(/^(status|severity|source|label|q|deleted): ./u);
      }),
    );
  });
});

describe("isEverything", () => {
  test("holds where nothing is asked", () => {
    expect(isEverything(EVERYTHING)).toBe(true);
    expect(isEverything(filter({ status: [], q: "  ", deleted: "exclude" }))).toBe(true);
  });

  test.each<WrittenFilter>([
    { status: ["firing"] },
    { severity: ["info"] },
    { source: ["a"] },
    { label: ["a=1"] },
    { q: "a" },
    { snoozed: "no" },
    { snoozed: "only" },
    { deleted: "include" },
    { deleted: "only" },
  ])("does not hold for %j", (written) => {
    expect(isEverything(filter(written))).toBe(false);
  });
});

/** Order and repetition in a list say nothing. */
function asSets({ status, severity, source, label, words, snoozed, deleted }: Filter) {
  const lists = [status, severity, source, label.map((matcher) => JSON.stringify(matcher)), words];
  return { lists: lists.map((list) => new Set<string>(list)), snoozed, deleted };
}
