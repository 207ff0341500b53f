import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll } from "vitest";
import type { Steps } from "../../../../domain/operation.ts";
import { scratchFile } from "../file/scratch.fixture.ts";

/** What a file takes of a tmpfs at least, and by which what it takes grows. */
export const PAGE = 4_096;

/** A disk of its own, or null where nobody may mount one. */
export function mount(): string | null {
  const folder = `${scratchFile()}-disk`;
  mkdirSync(folder);
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tocsin", folder]);
  if (status !== 0) return null;
  afterAll(() => void spawnSync("umount", [folder]));
  return folder;
}

/** Takes all the room of a disk but so many pages. */
export function leave(disk: string, pages: number): void {
  free(disk);
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballastOf(disk), Buffer.alloc(bavail * bsize - pages * PAGE));
}

export function free(disk: string): void {
  rmSync(ballastOf(disk), { force: true });
}

function ballastOf(disk: string): string {
  return path.join(disk, "ballast");
}

export async function finish<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
  }
}

/** Null where it came to its end. */
export async function errorOf(steps: Steps<unknown>): Promise<Error | null> {
  try {
    await finish(steps);
    return null;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
