import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { environmentSchema } from "./config.ts";

/** Stands in the text, since all that it does is to end a start. */
const GONE = "ALLOW_ANYONE";

/** The names in the first column of each table of variables; `OIDC_…` stands for those of another table. */
function documentedIn(file: string): string[] {
  const tables = readFileSync(file, "utf8")
    .split(/^\| variable/mu)
    .slice(1);
  return tables.flatMap((table) => {
    const [rows = ""] = table.split("\n\n");
    const firsts = rows.split("\n").map((row) => row.split("|")[1] ?? "");
    return firsts.flatMap((first) =>
      [...first.matchAll(/`([A-Z_]+)`/gu)].map(([, name = ""]) => name),
    );
  });
}

test("each variable that is read has a line in the documents, and each line is of one that is read", () => {
  const documented = ["docs/operating.md", "docs/telemetry.md"].flatMap(documentedIn);
  const read = Object.keys(environmentSchema.entries).filter((name) => name !== GONE);
  expect([...new Set(documented)].toSorted()).toEqual(read.toSorted());
});
