import "server-only";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Progress } from "../../domain/operation.ts";
import { fail, type Problem } from "../../domain/problem.ts";
import type { Exported, Part } from "../../protocol/export.ts";
import { forkSteps } from "../store/engine/forked/fork-steps.ts";
import type { DatabaseLocation } from "../store/location.ts";
import { Refusal } from "../store/refusal.ts";
import type { ExportProcessOptions } from "./export-process.ts";

const ABANDONED = fail("export-abandoned", "The connection was closed before the end.").problem;
const BROKEN_OFF = fail("operation-interrupted", "The export was broken off.").problem;

/**
 * Writes an export in a process of its own, as fast as it is taken. What it is written to is destroyed where it is
 * broken off, and else left for whoever takes the steps to end.
 */
export async function* forkExport(
  database: DatabaseLocation,
  part: Part,
  to: Writable,
): AsyncGenerator<Progress, Exported> {
  let isWhole = false;
  let problem = BROKEN_OFF;
  try {
    const exported = yield* forkSteps<Exported>({
      module: processUrl(),
      ...beginningOf(database, part),
      does: "writes an export",
      // Its end is not the end of the export: it may have been killed.
      take: (output) =>
        pipeline(output, to, { end: false }).catch(() => {
          throw refusal(ABANDONED);
        }),
    });
    isWhole = true;
    return exported;
  } catch (error) {
    if (error instanceof Refusal) problem = error.problem;
    throw error;
  } finally {
    if (!isWhole) to.destroy(refusal(problem));
  }
}

/** Whoever lists processes reads the options: an address has the password in it. */
function beginningOf(database: DatabaseLocation, part: Part) {
  const options: ExportProcessOptions = {
    file: database.engine === "sqlite" ? database.file : null,
    part,
  };
  const secrets = database.engine === "postgres" ? { DATABASE_URL: database.url } : {};
  return { options, secrets };
}

function refusal(problem: Problem): Refusal {
  return new Refusal({ problem, cause: problem.detail });
}

/** It lies beside this file as source, beside the built server as an entry. */
function processUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./export-process.${extension}`, import.meta.url);
}
