import type { Comparison, Figure, Outcome } from "../bench.ts";
import { isNoisy } from "./figure.ts";

/** The outcome in Markdown. The ratio is that of the first contender, Tocsin, to each of the others. */
export function tableOf({ comparisons, aims }: Outcome): string {
  const rows = comparisons.flatMap(rowsOf);
  const aimRows = aims.map(({ words, value, met }) => [words, number(value), met ? "yes" : "no"]);
  return [
    table(["work", "figure", "contender", "median", "quarters", "ratio"], rows),
    ...(aims.length > 0 ? [table(["aim", "reached", "met"], aimRows)] : []),
  ].join("\n\n");
}

function rowsOf({ work, figures }: Comparison): string[][] {
  const [tocsin = {}] = Object.values(figures);
  return Object.keys(tocsin).flatMap((name) =>
    Object.entries(figures).flatMap(([contender, { [name]: figure }], index) => {
      const own = tocsin[name];
      if (figure === undefined || own === undefined) return [];
      const ratio = index === 0 ? "" : `${number(own.median / figure.median)} ×`;
      return [[work, name, contender, number(figure.median), spreadOf(figure), ratio]];
    }),
  );
}

function spreadOf(figure: Figure): string {
  return `${number(figure.low)} – ${number(figure.high)}${isNoisy(figure) ? " (noisy)" : ""}`;
}

/** Three digits that count. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const digits = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return value.toLocaleString("en-GB", { maximumFractionDigits: Math.max(0, 2 - digits) });
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
