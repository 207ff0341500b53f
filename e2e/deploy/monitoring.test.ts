import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import * as v from "valibot";
import { expect, test } from "@playwright/test";
import { App, someAlerts } from "../support/app.ts";
import { freePort } from "../support/free-port.ts";

const PROMETHEUS = ["prometheus", "/usr/bin/prometheus"].find(
  (one) => spawnSync(one, ["--version"]).status === 0,
);

const rulesSchema = v.object({
  data: v.object({
    groups: v.array(
      v.object({
        rules: v.array(v.object({ name: v.string(), health: v.string(), state: v.string() })),
      }),
    ),
  }),
});
const dashboardSchema = v.object({
  panels: v.array(
    v.object({ title: v.string(), targets: v.array(v.object({ expr: v.string() })) }),
  ),
});
const queriedSchema = v.object({
  status: v.string(),
  data: v.optional(v.object({ result: v.array(v.unknown()) })),
});

/** Panels of what has not come to pass in so short a time. */
const EMPTY = ["Refused", "Webhooks: attempts"];

// oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
test("a real Prometheus takes the rules and whatever the dashboard asks", async ({}, info) => {
  test.skip(PROMETHEUS === undefined, "prometheus is not installed");
  const app = await App.start();
  const folder = info.outputPath("prometheus");
  await mkdir(folder, { recursive: true });
  const target = `[{ targets: [${JSON.stringify(new URL(app.url).host)}] }]`;
  await writeFile(
    `${folder}/prometheus.yml`,
    `global: { scrape_interval: 500ms, evaluation_interval: 500ms }
rule_files: [${JSON.stringify(resolve("deploy/monitoring/alerts.yaml"))}]
scrape_configs: [{ job_name: tocsin, static_configs: ${target} }]
`,
  );
  const url = `http://127.0.0.1:${await freePort()}`;
  const prometheus = spawn(
    PROMETHEUS ?? "",
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=${new URL(url).host}`,
    ],
    { stdio: "ignore" },
  );
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(url + path).then((answer) => answer.json() as Promise<unknown>, String)) ?? null;
  const rules = async () => {
    const answer = v.safeParse(rulesSchema, await ask("/api/v1/rules"));
    return answer.success ? answer.output.data.groups.flatMap((group) => group.rules) : [];
  };
  const query = async (expr: string) => {
    const asked = new URLSearchParams({ query: expr.replaceAll("$__rate_interval", "1m") });
    return v.parse(queriedSchema, await ask(`/api/v1/query?${asked}`));
  };
  try {
    await app.post(someAlerts(5));
    await app.page();
    // It lists its rules before it has opened what queries ask of.
    await expect
      .poll(() =>
        fetch(`${url}/-/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      )
      .toBe(true);
    await expect
      .poll(async () => (await rules()).map(({ health }) => health))
      .toEqual(["ok", "ok", "ok", "ok"]);
    const { panels } = v.parse(
      dashboardSchema,
      JSON.parse(readFileSync("deploy/monitoring/grafana.json", "utf8")),
    );
    const wanted = panels.filter(({ title }) => !EMPTY.includes(title));
    expect(wanted).toHaveLength(panels.length - EMPTY.length);
    for (const { title, targets } of panels)
      for (const { expr } of targets) {
        expect((await query(expr)).status, expr).toBe("success");
        if (EMPTY.includes(title)) continue;
        await expect
          .poll(async () => (await query(expr)).data?.result.length, { message: expr })
          .toBeGreaterThan(0);
      }

    await app.stop();
    await expect
      .poll(async () => (await rules()).find(({ name }) => name === "TocsinDown")?.state)
      .toBe("pending");
  } finally {
    const ended = once(prometheus, "exit");
    if (prometheus.kill("SIGTERM")) await ended;
    await app.dispose();
  }
});
