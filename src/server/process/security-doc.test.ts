import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The points that stand in a text, each written out: `7.4.1 and 7.4.2`, `3.3.1 to 3.3.5`. */
function pointsIn(text: string): string[] {
  const words = text.trim().split(/[\s,]+/u);
  return words.flatMap((word, index) => {
    if (!/^\d{1,2}\.\d{1,2}\.\d{1,2}$/u.test(word)) return [];
    const to = words[index + 1] === "to" ? (words[index + 2] ?? word) : word;
    const [head, first, last] = [word.slice(0, word.lastIndexOf(".")), endOf(word), endOf(to)];
    return Array.from({ length: last - first + 1 }, (_, step) => `${head}.${first + step}`);
  });
}

function endOf(point: string): number {
  return Number(point.split(".").at(-1));
}

const FOLDERS = { "auth/": "src/server/auth/", "process/": "src/server/process/" };

/** Each point of the table with each test that is said to hold it. */
function rows(): [string, string][] {
  const table = readFileSync("docs/security.md", "utf8").split("\n| point").at(-1) ?? "";
  return table.split("\n").flatMap((line) => {
    const [, points = "", , tests = ""] = line.split("|");
    const files = [...tests.matchAll(/`([^`]+\.test\.ts)`/gu)].map(([, file = ""]) => file);
    return pointsIn(points).flatMap((point) =>
      files.map((file): [string, string] => {
        const [short] = Object.entries(FOLDERS).filter(([name]) => file.startsWith(name));
        return [point, short === undefined ? file : file.replace(...short)];
      }),
    );
  });
}

/** The points that titles of tests in a file name. */
function namedIn(file: string): string[] {
  const titles = readFileSync(file, "utf8").matchAll(/["`]ASVS ([^:]+):/gu);
  return [...titles].flatMap(([, points = ""]) => pointsIn(points));
}

test.each(rows())("docs/security.md: %s is in the title of a test of %s", (point, file) => {
  expect(namedIn(file)).toContain(point);
});

test("docs/security.md leaves out no point that a test names", () => {
  const known = new Set(rows().map(([point]) => point));
  const files = ["src", "e2e"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => `${folder}/${name}`),
  );
  const named = files.flatMap(namedIn);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((point) => !known.has(point))).toEqual([]);
});
