import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { endServer } from "./test-server.fixture.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the PostgreSQL of this run, which whoever needs it first starts. */
    postgresFolder: string;
  }
}

const PREFIX = "tocsin-postgres-";

/** Costs those nothing who need no PostgreSQL: none is started here. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  await writeFile(path.join(folder, "owner"), String(process.pid));
  provide("postgresFolder", folder);
  return () => endServer(folder);
}

/** What runs that were ended left behind, unless somebody else ran them: a server whose folder is gone ends by itself. */
async function removeAbandoned(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const folder of names.map((name) => path.join(tmpdir(), name))) {
    const owner = await readFile(path.join(folder, "owner"), "utf8").catch(() => "");
    if (owner !== "" && !isRunning(Number(owner)))
      await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
