import { rename, writeFile } from "node:fs/promises";
import { documented, replaced } from "../support/documented.ts";
import { ALERTMANAGER, isInstalled, RealAlertmanager } from "../support/real-alertmanager.ts";
import { expect, type Team, test } from "./team.ts";

// With a real Alertmanager, configured as docs/connecting.md says but for its patience.

test.skip(!isInstalled(), `${ALERTMANAGER} is not installed`);

interface Made {
  readonly id: number;
  readonly key: string;
}

async function keyOf(team: Team, more: object = {}): Promise<Made> {
  const key = { name: "alertmanager", scopes: ["ingest"], ...more };
  return (await (await team.ask("POST", "/api/keys", key)).json()) as Made;
}

/** The sources of the alerts with that name. */
async function sourcesOf(team: Team, alertname: string): Promise<string[]> {
  const answer = await team.ask("GET", `/api/alerts?label=alertname=${alertname}`);
  const { alerts } = (await answer.json()) as { alerts: { source: string }[] };
  return alerts.map(({ source }) => source);
}

async function refusals(team: Team): Promise<number> {
  const text = await (await team.ask("GET", "/metrics")).text();
  const [, count] =
    /^tocsin_requests_refused_total\{code="sign-in-required"\} (\d+)$/mu.exec(text) ?? [];
  return Number(count ?? 0);
}

test("Alertmanager comes in by its key, not by a wrong one, and by a new one without a restart", async ({
  team,
}) => {
  const file = test.info().outputPath("tocsin.key");
  /** As an editor saves it: the file is there whole, or as it was. */
  const hand = async (key: string) => {
    await writeFile(`${file}.new`, `${key}\n`);
    await rename(`${file}.new`, file);
  };
  const first = await keyOf(team, { source: "prod" });
  await hand(first.key);
  const alertmanager = await RealAlertmanager.configured(
    replaced(documented("## Alertmanager", "yaml"), {
      "http://127.0.0.1:3000": team.app.url,
      "/etc/alertmanager/tocsin.key": file,
      "group_wait: 10s": "group_wait: 1s",
      "group_interval: 30s": "group_interval: 1s",
    }),
  );
  const fire = async (alertname: string) => {
    const pushed = { alertname, startsAt: new Date(), endsAt: new Date(Date.now() + 3_600_000) };
    await expect.poll(() => alertmanager.push(pushed)).toBe(true);
  };
  try {
    await fire("Right");
    await expect.poll(() => sourcesOf(team, "Right")).toEqual(["prod"]);

    await hand(`${first.key.slice(0, -43)}${"x".repeat(43)}`);
    const before = await refusals(team);
    await fire("Wrong");
    await expect.poll(() => refusals(team)).toBeGreaterThan(before);
    expect(await sourcesOf(team, "Wrong")).toEqual([]);
    const refused = team.app.log.split("\n").filter((line) => line.includes('"refused"'));
    expect(refused).toEqual([expect.stringContaining(`key ${first.id} is wrong or was revoked`)]);

    const second = await keyOf(team, { source: "prod" });
    await hand(second.key);
    await team.ask("DELETE", `/api/keys/${first.id}`);
    await fire("Rotated");
    await expect.poll(() => sourcesOf(team, "Rotated")).toEqual(["prod"]);
    for (const { key } of [first, second]) expect(team.app.log).not.toContain(key.slice(-43));
  } finally {
    await alertmanager.dispose();
  }
});
