import { expect, test } from "vitest";
import { createRefusals, type Sender } from "./refusals.ts";

const SENDER: Sender = {
  source: "cron",
  host: "tocsin:3000",
  path: "/api/alerts",
  from: "10.0.0.5",
  principal: null,
};

/** The lines of a log, and a clock that stands still until it is set. */
function logging() {
  const lines: unknown[] = [];
  const clock = { now: 0 };
  const log = { warn: (line: unknown) => void lines.push(line) };
  return { lines, clock, refusals: createRefusals(log, () => clock.now) };
}

test("a reason is logged with all that is known of its sender", () => {
  const { lines, refusals } = logging();
  refusals.tell({ code: "invalid-alert", detail: "title: is missing" }, SENDER);
  expect(lines).toEqual([
    { code: "invalid-alert", detail: "title: is missing", ...SENDER, again: 0 },
  ]);
});

test("each reason once a minute, with how often it has come up since", () => {
  const { lines, clock, refusals } = logging();
  for (let second = 0; second <= 60; second += 10) {
    clock.now = second * 1000;
    refusals.tell({ code: "not-found", detail: "There is no /api/a." }, SENDER);
    refusals.tell({ code: "not-found", detail: "There is no /api/b." }, SENDER);
  }
  expect(lines).toMatchObject([{ again: 0 }, { again: 0 }, { again: 5 }, { again: 5 }]);
});

test.each(["source", "host", "path"] as const)("another %s is another reason", (field) => {
  const { lines, refusals } = logging();
  for (const value of ["a", "b", "a"]) {
    refusals.tell({ code: "not-found", detail: "" }, { ...SENDER, [field]: value });
  }
  expect(lines).toMatchObject([{ [field]: "a" }, { [field]: "b" }]);
});

test("however many reasons there are, the lines of a minute are bounded", () => {
  const { lines, clock, refusals } = logging();
  const flood = () => {
    for (let index = 0; index < 5_000; index++) {
      refusals.tell({ code: "not-found", detail: "" }, { ...SENDER, path: `/${index}` });
    }
  };
  flood();
  expect(lines).toHaveLength(201);
  clock.now = 60_000;
  flood();
  expect(lines.length).toBeLessThanOrEqual(402);
  expect(lines.length).toBeGreaterThan(201);
});

test("what a sender wrote cannot make a line long", () => {
  const { lines, refusals } = logging();
  const long = `${"x".repeat(16_000)}\uD800`;
  const sender = { ...SENDER, source: long, path: long, host: long };
  refusals.tell({ code: "bad-request", detail: long }, sender);
  expect(JSON.stringify(lines).length).toBeLessThan(1_500);
});

test.each(["invalid-json", "invalid-parameter"] as const)(
  "what %s repeats of a body or a query is not logged",
  (code) => {
    const { lines, refusals } = logging();
    refusals.tell({ code, detail: "s3cr3t" }, SENDER);
    refusals.tell({ code: "invalid-body", detail: "s3cr3t" }, { ...SENDER, source: null });
    expect(lines).toMatchObject([{ code, detail: null }, { detail: null }]);
  },
);

test.each(["a\nb", "\u001b[31m", "<b>", "x".repeat(65), '"'])(
  "a source that is no sane name is not logged: %j",
  (source) => {
    const { lines, refusals } = logging();
    refusals.tell({ code: "invalid-alert", detail: "" }, { ...SENDER, source });
    expect(lines).toMatchObject([{ source: null }]);
  },
);
