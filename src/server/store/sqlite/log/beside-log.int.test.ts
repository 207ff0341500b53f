import { describe, expect, test } from "vitest";
import type { Command, Report } from "../../../../domain/command.ts";
import { aReport, at, T0 } from "../../../../domain/history.arbitrary.ts";
import { openScratch } from "../database.fixture.ts";
import { dump } from "../models/read-models.fixture.ts";
import { prepareDue } from "./due.ts";
import { rebuild } from "./rebuild.ts";
import { finish } from "../file/transaction.ts";

function says(fields: Partial<Report> = {}): Command {
  return { type: "Report", report: aReport(fields) };
}

type Scratch = ReturnType<typeof openScratch>;

const eventsOf = ({ reads }: Scratch) => reads.history(1).map(({ type }) => type);

describe("a source whose words change with each report", () => {
  const hour = Array.from({ length: 720 }, (_, n) => says({ title: `Memory at ${n} KB` }));

  test("writes one change a minute and one repeat, and its last word is not lost", () => {
    using scratch = openScratch();
    scratch.perform(hour, 5_000);
    const changes = eventsOf(scratch).filter((type) => type === "AlertRetitled");
    expect(changes.length).toBeGreaterThanOrEqual(60);
    expect(changes.length).toBeLessThanOrEqual(60 + 8);
    expect(eventsOf(scratch).length).toBeLessThanOrEqual(1 + 60 + 8 + 60);
    scratch.clock.now += 60_000;
    scratch.sweep();
    expect(scratch.reads.alert(1)?.title).toBe("Memory at 719 KB");
    expect(scratch.reads.history(1).at(-1)?.actor).toBe("source:monitor");
    const { seq } = scratch.reads.head();
    scratch.clock.now += 3_600_000;
    scratch.sweep();
    expect(scratch.reads.head().seq).toBe(seq);
  });

  test("is shown at once what changes now and then, and worse trouble always", () => {
    using scratch = openScratch();
    scratch.perform([...hour.slice(0, 5), says({ title: "Memory at 4 KB" })], 100);
    expect(scratch.reads.alert(1)?.title).toBe("Memory at 4 KB");
    scratch.perform([...hour.slice(0, 50), says({ severity: "critical" })], 100);
    expect(scratch.reads.alert(1)?.severity).toBe("critical");
  });

  test("has its last words told when it ends, by its source or by an operator", () => {
    using scratch = openScratch();
    scratch.perform(hour.slice(0, 100), 10);
    scratch.perform([says({ title: undefined, status: "resolved" })]);
    expect(scratch.reads.alert(1)).toMatchObject({ title: "Memory at 99 KB", status: "resolved" });

    using other = openScratch();
    other.perform([...hour.slice(0, 100), { type: "Resolve", id: 1 }], 10);
    other.clock.now += 600_000;
    other.sweep();
    expect(other.reads.alert(1)).toMatchObject({ title: "Memory at 99 KB", status: "resolved" });
  });

  test("leaves nothing to be done once all that it said is told", () => {
    using scratch = openScratch();
    const due = prepareDue(scratch.tables);
    const left = () => due({ now: at(1_000_000), since: at(0) });
    scratch.perform([says(), says({ title: "Memory at 1 KB" })], 1_000);
    expect(left()).toEqual([]);
    scratch.perform([...hour.slice(0, 10), says({ title: "Memory at 9 KB" })], 10);
    expect(left()).toEqual([{ type: "Record", id: 1 }]);
    scratch.clock.now += 600_000;
    scratch.sweep();
    expect(left()).toEqual([]);
  });

  test("has them kept through a restart", () => {
    using first = openScratch();
    first.perform(hour.slice(0, 100), 10);
    using second = openScratch(first.tables.$client.name);
    second.clock.now = first.clock.now + 600_000;
    second.sweep();
    expect(second.reads.alert(1)?.title).toBe("Memory at 99 KB");
  });
});

describe("a source whose start moves with each report", () => {
  const hour = Array.from({ length: 720 }, (_, n) => says({ startedAt: at(10 * n) }));

  test("writes one event a minute, and its row does not grow", () => {
    using scratch = openScratch();
    scratch.perform(hour, 5_000);
    expect(eventsOf(scratch).length).toBeLessThanOrEqual(62);
    const row = scratch.tables.$client.prepare("select length(starts) from alerts").pluck().get();
    expect(Number(row)).toBeLessThanOrEqual(500);
  });

  test("is known under every start, also one told within the minute and by a rebuilt row", () => {
    using scratch = openScratch();
    const [one, two, three] = [says({ startedAt: at(800) }), says({ startedAt: at(900) }), says()];
    scratch.perform([three, three, one, two, { type: "Resolve", id: 1 }], 1_000);
    finish(rebuild(scratch.tables));
    scratch.clock.now += 120_000;
    const [again] = scratch.perform([two]);
    expect(again).toMatchObject({ value: { alert: { id: 1 }, events: ["AlertReopened"] } });
  });

  test("has what no report repeats recorded in time", () => {
    using scratch = openScratch();
    scratch.perform([says(), says(), says({ startedAt: at(900) })], 1_000);
    expect(scratch.reads.history(1)).toHaveLength(2);
    scratch.clock.now += 60_000;
    scratch.sweep();
    expect(scratch.reads.history(1).at(-1)).toMatchObject({
      type: "AlertRepeated",
      data: { starts: [at(900)] },
    });
  });
});

describe("a lease", () => {
  const leased = (seconds: number) => says({ expiresAt: at(seconds) });

  test("that runs out ends the alert, at that time and by its source", () => {
    using scratch = openScratch();
    scratch.perform([leased(240)]);
    scratch.clock.now = T0 + 239_000;
    scratch.sweep();
    expect(scratch.reads.alert(1)?.status).toBe("firing");
    scratch.clock.now = T0 + 245_000;
    scratch.sweep();
    expect(scratch.reads.alert(1)).toMatchObject({
      status: "resolved",
      resolvedAt: at(240),
      resolvedBy: "source:monitor",
    });
    scratch.sweep();
    expect(eventsOf(scratch)).toEqual(["AlertOpened", "AlertResolved"]);
  });

  test("that is renewed each minute for a day costs few events", () => {
    using scratch = openScratch();
    for (let minute = 0; minute < 1440; minute += 1) {
      scratch.perform([leased(minute * 60 + 240)], 60_000);
      scratch.sweep();
    }
    expect(scratch.reads.alert(1)?.status).toBe("firing");
    expect(eventsOf(scratch).length).toBeLessThan(150);
  });

  test("is the one that was told last, and not ended by a report without one", () => {
    using scratch = openScratch();
    scratch.perform([leased(900), leased(240), says()]);
    scratch.clock.now = T0 + 239_000;
    scratch.sweep();
    expect(scratch.reads.alert(1)?.status).toBe("firing");
    scratch.clock.now = T0 + 240_000;
    scratch.sweep();
    expect(scratch.reads.alert(1)?.resolvedAt).toBe(at(240));
  });

  test("ends with the alert, and a new one begins when that fires again", () => {
    using scratch = openScratch();
    scratch.perform([leased(240), { type: "Resolve", id: 1 }]);
    scratch.clock.now = T0 + 300_000;
    scratch.perform([says()]);
    scratch.clock.now = T0 + 900_000;
    scratch.sweep();
    expect(scratch.reads.alert(1)?.status).toBe("firing");
    scratch.perform([leased(1000)]);
    scratch.clock.now = T0 + 1_000_000;
    scratch.sweep();
    expect(scratch.reads.alert(1)?.status).toBe("resolved");
  });

  test("from before its source could be heard is left alone until it could", () => {
    using scratch = openScratch();
    scratch.perform([leased(10)]);
    scratch.clock.now = T0 + 60_000;
    scratch.sweep(T0 + 60_000);
    expect(scratch.reads.alert(1)?.status).toBe("firing");
    scratch.perform([leased(300)], 1_000);
    scratch.clock.now = T0 + 200_000;
    scratch.sweep();
    expect(scratch.reads.alert(1)?.status).toBe("firing");
    expect(eventsOf(scratch)).toEqual(["AlertOpened", "AlertRepeated"]);
  });

  test("survives a restart and a rebuild", () => {
    using first = openScratch();
    first.perform([leased(240)]);
    using second = openScratch(first.tables.$client.name);
    const before = dump(second.tables);
    finish(rebuild(second.tables));
    expect(dump(second.tables)).toEqual(before);
    second.clock.now = T0 + 300_000;
    second.sweep();
    expect(second.reads.alert(1)?.resolvedAt).toBe(at(240));
  });
});
