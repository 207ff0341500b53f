import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as v from "valibot";

const ROOT = path.join(import.meta.dirname, "../..");

const reportSchema = v.object({
  diagnostics: v.array(
    v.object({ filename: v.string(), message: v.string(), help: v.optional(v.string()) }),
  ),
});

/** What the linter says, and of which file. */
interface Told {
  readonly file: string;
  readonly words: string;
}

/** A copy of the configuration, in which anything may be written. */
export function lintCopy() {
  const folder = mkdtempSync(path.join(tmpdir(), "tocsin-lint-"));
  cpSync(path.join(ROOT, ".oxlintrc.json"), path.join(folder, ".oxlintrc.json"));
  for (const name of ["node_modules", "bin", "tsconfig.json"])
    symlinkSync(path.join(ROOT, name), path.join(folder, name));

  /** What is said of these files, each given with what stands in it. */
  function lint(files: Readonly<Record<string, string>>): readonly Told[] {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), `${text}\n`);
    }
    const given = ["--format", "json", ...Object.keys(files)];
    const { stdout } = spawnSync("oxlint", given, { cwd: folder, encoding: "utf8" });
    return v
      .parse(reportSchema, JSON.parse(stdout))
      .diagnostics.map(({ filename, message, help = "" }) => ({
        file: filename,
        words: `${message} ${help}`,
      }));
  }

  return { lint, remove: () => rmSync(folder, { recursive: true }) };
}
