import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import {
  connected,
  endServer,
  findPrograms,
  give,
  initialize,
  launch,
  type Programs,
} from "./test-server.fixture.ts";

const run = promisify(execFile);

/** A server of PostgreSQL and one that copies it as it is written to, each with all that is in it. */
export interface Replicated extends AsyncDisposable {
  /** Names both, the one that copies first. */
  readonly url: string;
  readonly primary: string;
  readonly standby: string;
  /** Ends the first, as by the loss of power. */
  losePrimary(): Promise<void>;
}

/** Null where there are no programs of PostgreSQL for this platform. */
export async function startReplicated(): Promise<Replicated | null> {
  const folder = await mkdtemp(path.join(tmpdir(), "tocsin-replicated-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const programs = await findPrograms(folder);
  if (programs === null) {
    await remove();
    return null;
  }
  const [first, second] = [await place(folder, "first"), await place(folder, "second")];
  await initialize(programs, first);
  const primary = await launch(programs, first);
  await copy(primary, first, second, programs);
  const standby = await launch(programs, second);
  const url = new URL(primary);
  url.searchParams.set("host", [second, first].join(","));
  return {
    url: url.href,
    primary,
    standby,
    losePrimary: () => endServer(first),
    async [Symbol.asyncDispose]() {
      await endServer(first);
      await endServer(second);
      await remove();
    },
  };

  async function place(parent: string, name: string): Promise<string> {
    const made = path.join(parent, name);
    await mkdir(made);
    if (programs !== null) await give(made, programs.user);
    return made;
  }
}

/** Makes the second a copy of the first, which is written to meanwhile, and has it follow. */
async function copy(
  primary: string,
  first: string,
  second: string,
  { user }: Programs,
): Promise<void> {
  const data = path.join(second, "data");
  await using client = await connected(primary);
  // PostgreSQL's documentation, 25.3: the label says from where on the log is to be read.
  await client.query("select pg_backup_start('copy', fast => true)");
  await run("cp", ["-R", "-p", path.join(first, "data"), data], user);
  const stopped = "select labelfile as label from pg_backup_stop(wait_for_archive => false)";
  const { rows } = await client.query<{ label: string }>(stopped);
  await rm(path.join(data, "postmaster.pid"));
  await writeFile(path.join(data, "backup_label"), rows[0]?.label ?? "");
  await writeFile(path.join(data, "standby.signal"), "");
  const follow = `primary_conninfo = 'host=${first} user=postgres'\n`;
  await writeFile(path.join(data, "postgresql.auto.conf"), follow);
  for (const name of ["backup_label", "standby.signal", "postgresql.auto.conf"]) {
    await give(path.join(data, name), user);
  }
}
