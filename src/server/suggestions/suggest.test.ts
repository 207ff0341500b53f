import fc from "fast-check";
import { expect, test } from "vitest";
import { anAlert, arbitraryAlert, arbitraryFilter } from "../../domain/alert.arbitrary.ts";
import type { Alert } from "../../domain/alert.ts";
import { matches, readFilter, type WrittenFilter } from "../../domain/filter.ts";
import { type Carried, createCarried, FIELDS, ROOM } from "./carried.ts";
import { countOpen, type Looking, suggest } from "./suggest.ts";

function isField(name: string): boolean {
  return FIELDS.some((field) => field === name);
}

function carriedBy(alerts: readonly Alert[]): Carried {
  const carried = createCarried(ROOM);
  alerts.forEach((alert, index) => carried.take(index + 1, { ...alert, id: index + 1 }));
  return carried;
}

const ALERTS = [
  anAlert({
    labels: { env: "prod", service: "checkout" },
    severity: "critical",
    source: "grafana",
  }),
  anAlert({ labels: { env: "prod", service: "search" } }),
  anAlert({ labels: { env: "prod", service: "search" } }),
  anAlert({ labels: { env: "dev", service: "search", Server: "web-1" } }),
  anAlert({ labels: { env: "test" }, status: "resolved" }),
  anAlert({ labels: { env: "test" }, deletedAt: "2026-01-01T00:00:00.000Z" }),
];

/** All of it at once, and in how many parts. */
function lookAll<T>(looking: Looking<T>, between = () => {}): { found: T; parts: number } {
  for (let parts = 1; ; parts++) {
    const step = looking.next();
    if (step.done === true) return { found: step.value, parts };
    between();
  }
}

function suggested(text: string, filter: WrittenFilter = {}) {
  const { names, values } = lookAll(suggest(carriedBy(ALERTS), text, readFilter(filter))).found;
  return {
    names: names.map(({ name, values }) => `${name} ${values}`),
    values: values.map(({ name, value, open }) => `${name}=${value} ${open}`),
  };
}

test("names and values that have the text, what most open alerts carry first", () => {
  expect(suggested("serv")).toEqual({
    names: ["service 2", "Server 1"],
    values: ["service=search 3", "Server=web-1 1", "service=checkout 1"],
  });
  expect(suggested("CHECK").values).toEqual(["service=checkout 1"]);
});

test("values of a name once it is there, also of fields", () => {
  expect(suggested("env=")).toEqual({ names: [], values: ["env=prod 3", "env=dev 1"] });
  expect(suggested("env!=d").values).toEqual(["env=prod 3", "env=dev 1"]);
  expect(suggested("severity=").values).toEqual(["severity=warning 3", "severity=critical 1"]);
});

test("only what goes with the filter, but other values of what may have several", () => {
  expect(suggested("service=", { label: ["env=prod"] }).values).toEqual([
    "service=search 2",
    "service=checkout 1",
  ]);
  expect(suggested("service=", { label: ["env=~d.*"] }).values).toEqual(["service=search 1"]);
  expect(suggested("severity=", { severity: ["critical"] }).values).toHaveLength(2);
  expect(suggested("service=", { severity: ["critical"] }).values).toEqual(["service=checkout 1"]);
});

// Oracle: the predicate of the filter, and a count of the labels.
test("counts are those of the open alerts that match", () => {
  fc.assert(
    fc.property(fc.array(arbitraryAlert, { maxLength: 8 }), arbitraryFilter, (alerts, written) => {
      const filter = {
        ...readFilter(written),
        words: [],
        deleted: "exclude",
      } as const;
      const counts = new Map<string, number>();
      for (const alert of alerts) {
        if (alert.status === "resolved" || !matches(filter, alert)) continue;
        const fields = FIELDS.map((name): [string, string] => [name, alert[name] ?? ""]);
        const labels = Object.entries(alert.labels).filter(([name]) => !isField(name));
        for (const pair of [...fields, ...labels]) {
          if (pair[1] !== "") counts.set(pair.join("\0"), (counts.get(pair.join("\0")) ?? 0) + 1);
        }
      }
      const { values } = lookAll(suggest(carriedBy(alerts), "", filter)).found;
      for (const { name, value, open } of values)
        expect(counts.get(`${name}\0${value}`)).toBe(open);
      expect(values).toHaveLength(Math.min(counts.size, 20));
    }),
    { numRuns: 1000 },
  );
});

test("a label that is called as a field is another thing, and is not suggested", () => {
  const carried = carriedBy([
    anAlert({ severity: "critical", labels: { severity: "page" } }),
    anAlert({ severity: "warning", labels: { source: "a=b" } }),
  ]);
  const count = (filter: WrittenFilter) => lookAll(countOpen(carried, readFilter(filter))).found;
  expect(count({ label: ["severity=page"] })).toBe(1);
  expect(count({ label: ["severity=critical"] })).toBe(0);
  expect(count({ label: ["severity!=warning"] })).toBe(2);
  expect(count({ label: ["source=a=b"] })).toBe(1);
  expect(count({ severity: ["critical"] })).toBe(1);
  const { found } = lookAll(suggest(carried, "page", readFilter({})));
  expect(found).toEqual({ names: [], values: [] });
});

test("however many are open, others have their turn between them, and what they change counts for nothing", () => {
  const carried = carriedBy(
    Array.from({ length: 2_500 }, () => anAlert({ labels: { env: "prod" } })),
  );
  const isProd = readFilter({ label: ["env=prod"] });
  let next = 0;
  const change = () => {
    // One goes, one is heard of again and one is new: each was passed, or is yet to come.
    carried.take((next += 1), null);
    carried.take((next += 1), anAlert({ labels: { env: "prod" } }));
    carried.take(10_000 + next, anAlert({ labels: { env: "prod" } }));
  };
  expect(lookAll(countOpen(carried, isProd), change)).toEqual({ found: 2_500, parts: 3 });
  carried.take(20_000, anAlert({ labels: { env: "prod" } }));
  const { found, parts } = lookAll(suggest(carried, "env=", isProd), change);
  expect([found.values, parts]).toEqual([[{ name: "env", value: "prod", open: 2_501 }], 3]);
});

test("what is no longer open, or for which there is no room, is forgotten", () => {
  const carried = createCarried({ alerts: 2, characters: 1000 });
  const env = (value: string) => anAlert({ labels: { env: value } });
  for (const [index, value] of ["a", "b", "c"].entries()) carried.take(index + 1, env(value));
  const values = () =>
    [...carried.named("label", "env")].map(({ value, open }) => `${value} ${open}`);
  expect(values()).toEqual(["b 1", "c 1"]);
  carried.take(3, env("b"));
  expect(values()).toEqual(["b 2"]);
  carried.take(3, null);
  carried.take(2, { ...env("b"), status: "resolved" });
  expect([...carried.all("field"), ...carried.all("label")]).toEqual([]);
  carried.take(4, env("x".repeat(2000)));
  expect([...carried.all("field"), ...carried.all("label")]).toEqual([]);
});
