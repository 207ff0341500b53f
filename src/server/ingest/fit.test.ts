import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Pairs } from "../../domain/alert.ts";
import { fitAnnotations, fitLabels } from "./fit.ts";
import { LIMITS } from "./limits.ts";
import { fits } from "./text.ts";

function many(count: number, value: string): Pairs {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, value]));
}

function doFit(pairs: Pairs, maxValue: number, maxTotal: number): boolean {
  const entries = Object.entries(pairs);
  return (
    entries.length <= LIMITS.pairs &&
    entries.every(([name, value]) => fits(name, LIMITS.name) && fits(value, maxValue)) &&
    fits(entries.flat().join(""), maxTotal)
  );
}

const pairs = fc.oneof(
  fc.dictionary(fc.string({ maxLength: 250 }), fc.string({ unit: "grapheme" })),
  fc
    .tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 3_000 }))
    .map(([count, length]) => many(count, "🔥".repeat(length))),
);

describe("labels", () => {
  test("that fit stay as they are", () => {
    const labels = { ...many(199, "x"), long: "v".repeat(LIMITS.labelValue) };
    expect(fitLabels(labels)).toEqual({ labels, whole: {} });
  });

  test("that are too long are cut, marked and kept whole", () => {
    const query = "q".repeat(2001);
    const { labels, whole } = fitLabels({ alertname: "A", query });
    expect(labels).toEqual({
      alertname: "A",
      query: expect.stringMatching(/^q{1983}…[0-9a-f]{16}$/u),
    });
    expect(whole).toEqual({ tocsin_label_query: query });
  });

  test("that differ where they are cut still differ", () => {
    const [one, other] = ["a", "b"].map((end) => fitLabels({ q: "q".repeat(2001) + end }).labels);
    expect(one).not.toEqual(other);
    const [few, more] = ["a", "b"].map((end) => fitLabels({ ...many(300, "x"), n299: end }).labels);
    expect(few).not.toEqual(more);
  });

  test("that are too many are counted, and kept whole together", () => {
    const { labels, whole } = fitLabels(many(300, "x"));
    expect(Object.keys(labels)).toHaveLength(200);
    expect(labels["tocsin_more_labels"]).toMatch(/^101 …[0-9a-f]{16}$/u);
    expect(JSON.parse(whole["tocsin_more_labels"] ?? "")).toMatchObject({ n299: "x" });
  });

  test("that are short stay whole beside long ones", () => {
    const labels = { a: "v".repeat(2000), ...many(9, "v".repeat(2000)), alertname: "Disk" };
    expect(fitLabels(labels).labels["alertname"]).toBe("Disk");
  });

  test("always fit", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        expect(doFit(fitLabels(given).labels, LIMITS.labelValue, LIMITS.labels)).toBe(true);
      }),
    );
  });
});

describe("annotations", () => {
  test("that are long together share the room, and none is left out", () => {
    const annotations = { ...many(30, "x".repeat(10_000)), summary: "S" };
    const kept = fitAnnotations(annotations);
    expect(Object.keys(kept)).toEqual(Object.keys(annotations));
    expect(kept["summary"]).toBe("S");
    expect(kept["n29"]).toMatch(/^x{2000,}…$/u);
  });

  test("that are too many stand in one", () => {
    const kept = fitAnnotations(many(201, "x"));
    expect(Object.keys(kept)).toHaveLength(200);
    expect(kept["tocsin_more_annotations"]).toBe('{"n199":"x","n200":"x"}');
  });

  test("with a name that is too long have a shorter one", () => {
    const [name = ""] = Object.keys(fitAnnotations({ ["n".repeat(201)]: "x" }));
    expect(name).toMatch(/^n{183}…[0-9a-f]{16}$/u);
  });

  test("always fit", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const { annotationValue, annotations } = LIMITS;
        expect(doFit(fitAnnotations(given), annotationValue, annotations)).toBe(true);
      }),
    );
  });
});
