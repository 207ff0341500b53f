import { describe, expect, test } from "vitest";
import type { Command, Report } from "../../../../domain/command.ts";
import { aReport, at, T0 } from "../../../../domain/history.arbitrary.ts";
import { CHANGE_PRICE, OPERATOR_GRACE, REPEAT_INTERVAL } from "../../../../domain/pace.ts";
import { openScratch } from "../database.fixture.ts";

function says(fields: Partial<Report> = {}): Command {
  return { type: "Report", report: aReport(fields) };
}

test("a clock that is set back an hour takes nothing back with it", () => {
  using scratch = openScratch();
  scratch.perform([says({ fingerprint: null })]);
  scratch.clock.now -= 3_600_000;
  scratch.perform([says({ fingerprint: null }), { type: "Acknowledge", id: 2 }]);
  expect(scratch.reads.alert(2)).toMatchObject({ receivedAt: at(1), acknowledgedAt: at(1.5) });
});

describe("after a commit by a clock that was an hour ahead,", () => {
  const hour = 3_600_000;
  const report = says();

  /** An alert that was reported in that commit, and the clock put right. */
  function openAfterwards() {
    const scratch = openScratch();
    scratch.perform([report, report], 0);
    scratch.clock.now += hour;
    scratch.perform([says({ fingerprint: "other" }), report], 0);
    scratch.clock.now -= hour;
    scratch.perform([{ type: "Note", id: 1, note: "Put the clock right" }], 0);
    return scratch;
  }

  test("repeats go on counting", () => {
    using scratch = openAfterwards();
    const before = scratch.reads.alert(1)?.occurrences ?? 0;
    scratch.perform(
      Array.from({ length: 30 }, () => report),
      2 * REPEAT_INTERVAL,
    );
    expect(scratch.reads.alert(1)?.occurrences).toBe(before + 30);
  });

  test("the log's clock is right again two hours later", () => {
    using scratch = openAfterwards();
    const note = (apart: number) => {
      scratch.perform([{ type: "Note", id: 1, note: "What time is it?" }], apart);
      return scratch.reads.history(1).at(-1)?.recordedAt;
    };
    expect(note(2 * hour - 2_000)).toBe(at(2 * 3600 - 1));
    expect(note(4_000)).toBe(at(2 * 3600 + 2));
  });

  test("what an operator resolved and its source goes on reporting comes back", () => {
    using scratch = openAfterwards();
    scratch.perform([{ type: "Resolve", id: 1 }], 0);
    const [again] = scratch.perform([report], 2 * OPERATOR_GRACE);
    expect(again).toMatchObject({ value: { events: ["AlertReopened"] } });
  });

  test("changes of words are paid for, and what waits is recorded", () => {
    using scratch = openAfterwards();
    const changing = Array.from({ length: 40 }, (_, n) => says({ title: `Disk at ${n} %` }));
    scratch.perform(changing, 1_000);
    expect(scratch.reads.alert(1)?.title).not.toBe("Disk at 39 %");
    scratch.sweep();
    scratch.clock.now += 2 * CHANGE_PRICE;
    scratch.sweep();
    expect(scratch.reads.alert(1)?.title).toBe("Disk at 39 %");
  });

  test("leases end as those who renew them say", () => {
    using scratch = openAfterwards();
    const expiresAt = at(120);
    scratch.perform([says({ fingerprint: "leased", expiresAt })], 0);
    scratch.clock.now += 121_000;
    scratch.sweep();
    expect(scratch.reads.alert(3)).toMatchObject({ status: "resolved", resolvedAt: expiresAt });
  });

  test("leases that it renewed are no news of their sources after a start", () => {
    using scratch = openScratch();
    scratch.clock.now += hour;
    scratch.perform([says({ expiresAt: at(60) })], 0);
    scratch.clock.now -= hour - 120_000;
    scratch.sweep(scratch.clock.now - 1_000);
    expect(scratch.reads.alert(1)?.status).toBe("firing");
    scratch.sweep(0);
    expect(scratch.reads.alert(1)?.status).toBe("resolved");
  });
});

test("a clock that was set back before the start is held off, too", () => {
  using first = openScratch();
  first.perform([says({ fingerprint: null })], 3_600_000);
  using second = openScratch(first.tables.$client.name);
  expect(second.clock.now).toBe(T0);
  second.perform([says({ fingerprint: null })]);
  expect(second.reads.alert(2)?.receivedAt).toBe(at(3600));
});
