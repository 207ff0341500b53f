import { expect, test } from "vitest";
import { chartOf, histogramOf } from "./chart.ts";

test("a line goes from the lowest value to the highest, over the whole width", () => {
  const panel = { title: "Values", kind: "line", values: [0, 10, 5], ends: ["0", "3"] } as const;
  const svg = chartOf("A chart", [panel], [0.25, 0.5]);
  expect(svg).toContain('points="48,152 378,22 708,87"');
  expect(svg).toContain('<rect class="span" x="213" y="22" width="165" height="130"/>');
  expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 720 188" role="img" aria-label="A chart">/u);
});

test("bars stand on the axis, and panels beneath each other", () => {
  const panel = { title: "Counts", kind: "bars", values: [1, 2], ends: ["0", "2"] } as const;
  const svg = chartOf("A chart", [panel, panel], [0, 0]);
  expect(svg).toContain('<rect class="bar" x="48" y="87" width="264" height="65"/>');
  expect(svg).toContain('<rect class="bar" x="378" y="210" width="264" height="130"/>');
});

test("a chart is dark where its reader is, and what never changes is drawn", () => {
  const panel = { title: "Still", kind: "line", values: [0, 0], ends: ["0", "2"] } as const;
  const svg = chartOf("A chart", [panel], [0, 0]);
  expect(svg).toContain("@media (prefers-color-scheme: dark)");
  expect(svg).not.toContain("NaN");
});

test("the highest and the lowest value stand beside the axis, as short as there is room for", () => {
  const panel = {
    title: "High",
    kind: "line",
    values: [-12.34, 13983.2],
    ends: ["0", "1"],
  } as const;
  const svg = chartOf("A chart", [panel], [0, 0]);
  expect(svg).toContain(">13983</text>");
  expect(svg).toContain(">-12.3</text>");
});

test("a histogram counts each value once, the highest in its last part", () => {
  expect(histogramOf([0, 0.9, 1, 3.9, 4, 9], 4, 4)).toEqual([2, 1, 0, 3]);
});
