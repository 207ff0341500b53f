import {
  chmodSync,
  copyFileSync,
  readdirSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Command } from "../../../../domain/command.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { openAlone, openForReading, openForWriting } from "./database.ts";
import { lock, realFile } from "./lock.ts";
import { prepareReads } from "../queries/read.ts";
import { Refusal } from "../../refusal.ts";
import { refusing } from "./refusal.ts";
import { scratchFile } from "./scratch.fixture.ts";
import { openSqliteStore } from "../sqlite-store.ts";

/** Opens as the server does, on a thread, and says in which words that was refused. */
async function refusalOf(file: string): Promise<string> {
  try {
    const store = await openSqliteStore(file, {
      onRefused: () => {},
      onLost: () => {},
      busyTimeout: 10,
    });
    await store.close();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("It was opened.");
}

function epochOf(file: string): string {
  const tables = openForWriting(file);
  const { epoch } = prepareReads(tables);
  tables.$client.close();
  return epoch;
}

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

describe("a database", () => {
  test("is made where neither file nor folder is there", () => {
    const file = path.join(scratchFile(), "deep", "down.db");
    openForWriting(file).$client.close();
    expect(existsSync(file)).toBe(true);
  });

  test("is for its owner alone, with all that belongs to it", async () => {
    const folder = scratchFile();
    const store = await openSqliteStore(path.join(folder, "deep", "a.db"), {
      onRefused: () => {},
      onLost: () => {},
    });
    await store.execute([{ type: "Report", report: aReport() }], null);
    const modes = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => [name, modeOf(path.join(folder, name))] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    await store.close();
    expect(modes).toEqual([
      ["deep", 0o700],
      ["deep/a.db", 0o600],
      ["deep/a.db-lock", 0o600],
      ["deep/a.db-shm", 0o600],
      ["deep/a.db-wal", 0o600],
    ]);
    expect(modeOf(folder)).toBe(0o700);
  });

  test("keeps the permissions that somebody has given to it, and gives them to what belongs to it", async () => {
    const file = scratchFile();
    writeFileSync(file, "");
    chmodSync(file, 0o640);
    const store = await openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
    expect([file, `${file}-wal`].map(modeOf)).toEqual([0o640, 0o640]);
    await store.close();
  });

  test("loses no answered write to a power cut", () => {
    const { $client } = openForWriting(scratchFile());
    const FULL = 2;
    expect($client.pragma("synchronous", { simple: true })).toBe(FULL);
    expect($client.pragma("journal_mode", { simple: true })).toBe("wal");
  });

  test("copies into the file only what sixteen MiB of changes have left, and not each on its own", () => {
    const file = scratchFile();
    const { $client } = openForWriting(file);
    const put = $client.prepare("replace into meta (key, value) values ('text', ?)");
    const sizeAfter = (text: string) => {
      put.run(text);
      return statSync(file).size;
    };
    const mebibyte = "a".repeat(2 ** 20);
    const sizes = Array.from({ length: 18 }, () => sizeAfter(mebibyte));
    expect(Math.max(...sizes.slice(0, 14))).toBeLessThan(2 ** 20);
    expect(sizes.at(-1)).toBeGreaterThan(2 ** 20);
  });

  test("lies in one file once the store is closed", async () => {
    const [file, copy] = [scratchFile(), scratchFile()];
    const store = await openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
    const command: Command = { type: "Report", report: aReport() };
    await store.execute([command], null);
    await store.close();
    copyFileSync(file, copy);
    expect(prepareReads(openForReading(copy)).alert(1)).toMatchObject({ seq: 1 });
  });

  test("is not analysed: of a long history no stop has the time to read every index", async () => {
    const file = scratchFile();
    const store = await openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
    await store.execute([{ type: "Report", report: aReport() }], null);
    await store.close();
    const { $client } = openForReading(file);
    expect(
      $client.prepare("select name from sqlite_schema where name glob 'sqlite_stat*'").all(),
    ).toEqual([]);
  });

  test("keeps its epoch, which no other has", () => {
    const [one, other] = [scratchFile(), scratchFile()];
    const [first, again, second] = [one, one, other].map(epochOf);
    expect(again).toBe(first);
    expect(second).not.toBe(first);
    expect(first).toMatch(/^[0-9a-z]{10,32}$/u);
  });

  test("that is held alone is waited for no longer than a reader can wait", () => {
    const file = scratchFile();
    const { $client: other } = openForWriting(file);
    other.pragma("locking_mode = EXCLUSIVE");
    other.exec("begin exclusive");
    const reader = (busyTimeout: number) =>
      refusing(
        () => prepareReads(openForReading(file, busyTimeout)),
        () => {},
      );
    const waitOf = (busyTimeout: number): number => {
      const begun = performance.now();
      expect(reader(busyTimeout)).toThrow(Refusal);
      return performance.now() - begun;
    };
    const [patient, ...hasty] = [1_000, 10, 10, 10].map(waitOf);
    // A busy machine makes a wait longer, but hardly all of them.
    expect(Math.min(...hasty)).toBeLessThan(patient ?? 0);
    other.close();
    expect(reader(10)().head().seq).toBe(0);
  });

  test("is read without a way to write", () => {
    const file = scratchFile();
    openForWriting(file);
    expect(() => openForReading(file).$client.exec("delete from meta")).toThrow(/readonly/u);
  });
});

describe("is refused in one line that names the file", () => {
  test("where a newer version made it, and it is left as it was", async () => {
    const file = scratchFile();
    const { $client } = openForWriting(file);
    $client.exec("insert into __drizzle_migrations (hash, created_at) values ('x', 9e15)");
    $client.pragma("journal_mode = DELETE");
    $client.close();
    const before = readFileSync(file);
    expect(await refusalOf(file)).toBe(
      `The database ${file} cannot be opened: it was made by a newer version of Tocsin; start that version`,
    );
    expect(readFileSync(file)).toEqual(before);
  });

  test("where it is something else", async () => {
    const file = scratchFile();
    writeFileSync(file, "Dear diary, ".repeat(1000));
    expect(await refusalOf(file)).toBe(
      `The database ${file} cannot be opened: file is not a database`,
    );
  });

  test("where it is a folder", async () => {
    const file = scratchFile();
    mkdirSync(file);
    expect(await refusalOf(file)).toMatch(/cannot be opened: it is not a regular file$/u);
  });

  test("where it is a device", async () => {
    expect(await refusalOf("/dev/zero")).toMatch(/cannot be opened: it is not a regular file$/u);
  });

  test("where a folder cannot be made and trying again would never end", async () => {
    expect(await refusalOf("/proc/tocsin/x.db")).toMatch(/cannot be opened: ENOENT.*$/u);
  });

  test("where its folder cannot be made", async () => {
    const file = scratchFile();
    writeFileSync(file, "");
    expect(await refusalOf(path.join(file, "x", "y.db"))).toMatch(/cannot be opened: ENOTDIR.*$/u);
  });

  test("where another process holds it", async () => {
    const file = scratchFile();
    const { $client } = openForWriting(file);
    $client.pragma("locking_mode = EXCLUSIVE");
    $client.exec("begin exclusive");
    expect(await refusalOf(file)).toMatch(/cannot be opened: database is locked$/u);
    $client.close();
  });

  test("where another server runs on it, and not once that has ended", async () => {
    const file = scratchFile();
    const { close } = openAlone(file);
    expect(await refusalOf(file)).toBe(
      `The database ${file} cannot be opened: another Tocsin is running on it`,
    );
    expect(readdirSync(path.dirname(file))).not.toContain(`${path.basename(file)}-lock-journal`);
    const link = scratchFile();
    symlinkSync(file, link);
    expect(await refusalOf(link)).toMatch(/another Tocsin is running on it$/u);
    const beside = { onRefused: () => {}, onLost: () => {}, isShared: true };
    await (await openSqliteStore(file, beside)).close();
    close();
    openAlone(file).close();
  });
});

/** How often this process has a file open, as Linux tells. */
function timesOpen(file: string): number {
  const links = readdirSync("/proc/self/fd").map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return "";
    }
  });
  return links.filter((link) => link === file).length;
}

test.runIf(process.platform === "linux")(
  "a server that waits for the lock opens what lies there once it has it",
  async () => {
    const [file, other] = [realFile(scratchFile()), scratchFile()];
    for (const each of [file, other]) openForWriting(each).$client.close();
    const held = lock(file, 0);
    const opening = openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
    await expect.poll(() => timesOpen(`${file}-lock`)).toBe(2);
    const epoch = epochOf(other);
    renameSync(other, file);
    held.close();
    const store = await opening;
    expect(await store.execute([{ type: "Report", report: aReport() }], null)).toMatchObject({
      ok: true,
    });
    await store.close();
    const reads = prepareReads(openForReading(file));
    expect(reads.head()).toMatchObject({ epoch, seq: 1 });
  },
);
