import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { readNear } from "./near.ts";

const ALERT = anAlert({
  id: 9,
  receivedAt: "2026-03-03T12:00:00.000Z",
  labels: { env: "prod", service: "checkout", instance: "web-3" },
});

/** How many alerts there are of each label, the alert itself among them. */
let counts: Record<string, number>;
let asked: URLSearchParams[];

beforeEach(() => {
  asked = [];
  counts = { "env=prod": 40, "service=checkout": 13, "instance=web-3": 1 };
  vi.stubGlobal("fetch", (path: string) => {
    const { searchParams } = new URL(path, "http://tocsin.test");
    asked.push(searchParams);
    const critical = counts[searchParams.get("label") ?? ""];
    if (critical === undefined) return Promise.resolve(new Response("{}", { status: 503 }));
    const bucket = { start: "", end: "", critical, error: 0, warning: 0, info: 0 };
    return Promise.resolve(Response.json({ buckets: [bucket] }));
  });
});
afterEach(() => vi.unstubAllGlobals());

const read = (alert = ALERT) => readNear(alert, new AbortController().signal);

test("what the fewest others have is told, with its place in time", async () => {
  expect(await read()).toEqual({
    label: "service=checkout",
    others: 12,
    path: "/?label=service%3Dcheckout&at=2026-03-03T12%3A00%3A00.000Z",
  });
  for (const params of asked) {
    expect([params.get("from"), params.get("to"), params.get("buckets")]).toEqual([
      "2026-03-03T11:55:00.000Z",
      "2026-03-03T12:05:00.000Z",
      "1",
    ]);
  }
  expect(asked).toHaveLength(3);
});

test("one that lies in the trash is not among those that are counted", async () => {
  const alert = { ...ALERT, deletedAt: "2026-03-04T00:00:00.000Z" };
  expect(await read(alert)).toMatchObject({ label: "instance=web-3", others: 1 });
});

test("nothing is told where no other has anything in common, or it cannot be read", async () => {
  counts = { "env=prod": 1, "service=checkout": 1, "instance=web-3": 1 };
  expect(await read()).toBeNull();
  expect(await read({ ...ALERT, labels: {} })).toBeNull();
  counts = { "env=prod": 7 };
  expect(await read()).toBeNull();
});

test("of many labels a few are looked at", async () => {
  const names = Array.from({ length: 60 }, (_, index) => `l${index}`);
  const labels = Object.fromEntries(names.map((name) => [name, "x"]));
  counts = Object.fromEntries(names.map((name) => [`${name}=x`, 2]));
  expect(await read({ ...ALERT, labels })).toMatchObject({ label: "l0=x" });
  expect(asked).toHaveLength(5);
});
