import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Alert } from "../../domain/alert.ts";
import type { Result } from "../../domain/problem.ts";
import { openScratch } from "../store/sqlite/database.fixture.ts";
import { readAlertmanager } from "./alertmanager.ts";
import { readGeneric } from "./generic.ts";
import type { Intake } from "./intake.ts";

const START = Date.parse("2026-11-23T05:00:00Z");

/** Given: bodies received one a minute. Then: the rows they left, oldest first. */
function feedAfter(...intakes: Result<Intake>[]): Alert[] {
  using scratch = openScratch();
  for (const [minute, intake] of intakes.entries()) {
    if (!intake.ok) throw new Error(intake.problem.detail);
    scratch.clock.now = START + minute * 60_000;
    const commands = intake.value.items.map((item) => {
      if (!item.ok) throw new Error(item.problem.detail);
      return { type: "Report" as const, report: item.report };
    });
    scratch.append([{ commands, actor: null }]);
  }
  return [...scratch.reads.changedSince(0, 100).alerts].sort((one, other) => one.id - other.id);
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

  test("leaves the same rows, as over, where a pair sends all of it twice", () => {
    const ends = (rows: Alert[]) =>
      rows.map(({ id, status, startedAt, resolvedAt }) => ({ id, status, startedAt, resolvedAt }));
    const once = ends(feedAfter(two, mixed, last));
    expect(ends(feedAfter(two, mixed, last, two, mixed, last))).toEqual(once);
    expect(ends(feedAfter(two, two, mixed, mixed, last, last))).toEqual(once);
  });

  test("is what was said last, where the end came before the beginning", () => {
    const rows = feedAfter(last, two);
    expect(rows.map(summaryOf)).toEqual([
      { title: "Disk on db-12 fills up within 4 hours", status: "firing", occurrences: 2 },
      { title: "Disk on db-7 fills up within 4 hours", status: "firing", occurrences: 1 },
    ]);
    expect(rows[0]?.startedAt).toBe("2026-11-23T04:45:01.108Z");
    expect(feedAfter(last, two, last)[0]?.status).toBe("resolved");
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
