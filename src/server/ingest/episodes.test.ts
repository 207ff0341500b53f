import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Alert, samePairs } from "../../shared/alert.ts";
import { decide, type Report } from "../../shared/command.ts";
import { evolve } from "../../shared/event.ts";
import type { Result } from "../../shared/problem.ts";
import { readAlertmanager } from "./alertmanager.ts";
import { readGeneric } from "./generic.ts";
import type { Intake } from "./intake.ts";

const START = Date.parse("2026-11-23T05:00:00Z");

/** Given: bodies received one a minute. Then: the rows they left, oldest first. */
function feedAfter(...intakes: Result<Intake>[]): Alert[] {
  return intakes
    .flatMap(reportsOf)
    .reduce((rows, { report, now }) => receive(rows, report, now), [] as Alert[]);
}

function reportsOf(intake: Result<Intake>, minute: number) {
  if (!intake.ok) throw new Error(intake.problem.detail);
  const now = new Date(START + minute * 60_000).toISOString();
  return intake.value.items.map((item) => {
    if (!item.ok) throw new Error(item.problem.detail);
    return { report: item.report, now };
  });
}

function receive(rows: readonly Alert[], report: Report, now: string): Alert[] {
  const row = episodeOf(rows, report);
  const decision = decide(row, { type: "Report", report }, now);
  if (!decision.ok) throw new Error(decision.problem.detail);
  const opens = decision.value[0]?.type === "AlertOpened";
  const id = opens || row === null ? rows.length + 1 : row.id;
  const after = decision.value.reduce<Alert | null>(
    (alert, event) => evolve(alert, { ...event, seq: id, alertId: id, recordedAt: now, actor: "" }),
    opens ? null : row,
  );
  if (after === null) return [...rows];
  return opens ? [...rows, after] : rows.with(id - 1, after);
}

/** As the store finds it: the episode of that start if it is over, the open one, the latest. */
function episodeOf(rows: readonly Alert[], report: Report): Alert | null {
  const { source, fingerprint, labels, startedAt } = report;
  const episodes = rows.filter(
    (row) =>
      fingerprint !== null &&
      row.source === source &&
      row.fingerprint === fingerprint &&
      samePairs(row.labels, labels),
  );
  return (
    episodes.find((row) => row.status === "resolved" && row.startedAt === startedAt) ??
    episodes.find((row) => row.status !== "resolved") ??
    episodes.at(-1) ??
    null
  );
}

function recorded(name: string): Result<Intake> {
  const file = new URL(`fixtures/alertmanager/${name}.json`, import.meta.url);
  return readAlertmanager(JSON.parse(readFileSync(file, "utf8")));
}

const summaryOf = ({ title, status, occurrences }: Alert) => ({ title, status, occurrences });

describe("what Alertmanager sent, in its order", () => {
  const two = recorded("01-group-of-two-firing");
  const looping = recorded("02-markup-and-unicode-firing");
  const mixed = recorded("03-mixed-one-resolved");
  const last = recorded("04-last-one-resolved");
  const again = recorded("05-repeat-interval");

  test("leaves one row for each of the three troubles", () => {
    expect(feedAfter(two, looping, mixed, last, again).map(summaryOf)).toEqual([
      { title: "Disk on db-12 fills up within 4 hours", status: "resolved", occurrences: 2 },
      { title: "Disk on db-7 fills up within 4 hours", status: "resolved", occurrences: 1 },
      { title: expect.stringContaining("<b>restarts</b>"), status: "firing", occurrences: 2 },
    ]);
  });

  test("resolves each at the time the source gives", () => {
    expect(feedAfter(two, mixed, last).map(({ resolvedAt }) => resolvedAt)).toEqual([
      "2026-11-23T04:45:10.000Z",
      "2026-11-23T04:45:04.000Z",
    ]);
  });

  test("changes nothing where a pair sends all of it twice", () => {
    const once = feedAfter(two, mixed, last);
    expect(feedAfter(two, mixed, last, two, mixed, last)).toEqual(once);
    expect(feedAfter(two, mixed, last, last, mixed, two)).toEqual(once);
  });

  test("resolved before firing is an episode that is over", () => {
    const rows = feedAfter(last, two);
    expect(rows.map(summaryOf)).toEqual([
      { title: "Disk on db-12 fills up within 4 hours", status: "resolved", occurrences: 1 },
      { title: "Disk on db-7 fills up within 4 hours", status: "firing", occurrences: 1 },
    ]);
    expect(rows[0]?.startedAt).toBe("2026-11-23T04:45:01.108Z");
  });
});

describe("what others send", () => {
  const firing = (startsAt: string) =>
    readAlertmanager({ alerts: [{ status: "firing", labels: { alertname: "A" }, startsAt }] });
  const resolved = (startsAt: string, endsAt: string) =>
    readAlertmanager({
      alerts: [{ status: "resolved", labels: { alertname: "A" }, startsAt, endsAt }],
    });

  test("firing again after it was resolved is a new row, a late copy of old news none", () => {
    const [first, second] = ["2026-11-23T01:00:00Z", "2026-11-23T03:00:00Z"] as const;
    const rows = feedAfter(
      firing(first),
      resolved(first, "2026-11-23T02:00:00Z"),
      firing(second),
      resolved(first, "2026-11-23T02:00:00Z"),
      firing(first),
    );
    expect(rows.map(({ status, startedAt }) => ({ status, startedAt }))).toEqual([
      { status: "resolved", startedAt: "2026-11-23T01:00:00.000Z" },
      { status: "firing", startedAt: "2026-11-23T03:00:00.000Z" },
    ]);
  });

  test("one fingerprint on several label sets is a row each", () => {
    const alerts = ["a", "b", "c"].map((env) => ({ fingerprint: "same", labels: { env } }));
    const body = readAlertmanager({ alerts });
    expect(feedAfter(body, body).map(({ occurrences }) => occurrences)).toEqual([2, 2, 2]);
  });

  test("without a fingerprint, what has no labels in a webhook repeats, a script's post does not", () => {
    const webhook = readAlertmanager({ alerts: [{ annotations: { summary: "S" } }] });
    expect(feedAfter(webhook, webhook)).toHaveLength(1);
    const post = readGeneric({ title: "S" });
    expect(feedAfter(post, post)).toHaveLength(2);
  });

  test("changed words are the same row", () => {
    const says = (title: string, severity: string) =>
      readGeneric({ title, severity, fingerprint: "disk" });
    expect(feedAfter(says("80% full", "warning"), says("95% full", "critical"))).toMatchObject([
      { title: "95% full", severity: "critical", status: "firing" },
    ]);
  });

  test("a script resolves what it opened", () => {
    const rows = feedAfter(
      readGeneric({ title: "Backup failed", fingerprint: "backup" }),
      readGeneric({ title: "Backup failed", fingerprint: "backup", status: "resolved" }),
    );
    expect(rows).toMatchObject([{ status: "resolved", resolvedAt: "2026-11-23T05:01:00.000Z" }]);
  });
});
