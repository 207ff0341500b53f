import { readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, test } from "vitest";

const ofPackages = <T extends v.GenericSchema>(schema: T) => v.record(v.string(), schema);
const manifestSchema = v.object({
  optionalDependencies: v.optional(ofPackages(v.string()), {}),
  allowScripts: v.optional(ofPackages(v.boolean()), {}),
});
const lockSchema = v.object({
  packages: ofPackages(
    v.object({
      version: v.optional(v.string()),
      integrity: v.optional(v.string()),
      hasInstallScript: v.optional(v.boolean(), false),
      os: v.optional(v.unknown()),
      cpu: v.optional(v.unknown()),
      bin: v.optional(v.record(v.string(), v.string()), {}),
    }),
  ),
});

function read<T extends v.GenericSchema>(file: string, schema: T): v.InferOutput<T> {
  return v.parse(schema, JSON.parse(readFileSync(file, "utf8")));
}

describe.each([".", "bench", "db"])("what npm ci brings to %s", (folder) => {
  const { allowScripts } = read(`${folder}/package.json`, manifestSchema);
  const { packages } = read(`${folder}/package-lock.json`, lockSchema);
  const installed = Object.entries(packages).filter(([path]) => path !== "");

  test("is verified, all of it, on every platform", () => {
    const unverified = installed.filter(([, { integrity }]) => !integrity?.startsWith("sha512-"));
    expect(unverified).toEqual([]);
  });

  test("fetches nothing more by itself", () => {
    expect(Object.values(allowScripts)).not.toContain(true);
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = scripted.map(([path]) => path.split("node_modules/").at(-1) ?? "");
    expect(names.filter((name) => allowScripts[name] === undefined)).toEqual([]);
  });
});

test("one Node comes for each platform, of the same version everywhere", () => {
  const { optionalDependencies } = read("package.json", manifestSchema);
  const { packages } = read("package-lock.json", lockSchema);
  const nodes = Object.entries(packages).filter(([, { bin }]) => bin["node"] !== undefined);
  expect(nodes.map(([path]) => path)).toEqual(
    Object.keys(optionalDependencies)
      .filter((name) => name.includes("node-"))
      .map((name) => `node_modules/${name}`),
  );
  const platforms = nodes.map(([, { os, cpu }]) => JSON.stringify([os, cpu]));
  expect(new Set(platforms).size).toBe(nodes.length);
  const versions = nodes.map(([, { version }]) => version);
  const declared = Object.entries(optionalDependencies).filter(([name]) => name.includes("node-"));
  expect(new Set([...versions, ...declared.map(([, version]) => version)]).size).toBe(1);
});

test("the Node that is asked for is the same wherever it is", () => {
  const { engines, scripts } = read(
    "package.json",
    v.object({ engines: v.object({ node: v.string() }), scripts: ofPackages(v.string()) }),
  );
  const oldest = /const OLDEST = "(\d+\.\d+)";/u.exec(
    readFileSync("bin/node-version.ts", "utf8"),
  )?.[1];
  expect(engines.node).toBe(`>=${oldest}`);
  const number = oldest?.split(".").map((part) => part.padStart(2, "0"));
  expect(scripts["postinstall"]).toContain(`< ${number?.join("")} `);
});
