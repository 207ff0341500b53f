import { describe, expect, test } from "vitest";
import type { Command, Report } from "../../../../domain/command.ts";
import { aReport, at } from "../../../../domain/history.arbitrary.ts";
import { REPEAT_INTERVAL } from "../../../../domain/pace.ts";
import { openScratch } from "../database.fixture.ts";

const FIRING: Partial<Report> = { status: "firing", startedAt: at(0) };
const RESOLVED: Partial<Report> = { status: "resolved", startedAt: at(0), resolvedAt: at(60) };

function says(fields: Partial<Report> = {}): Command {
  return { type: "Report", report: aReport(fields) };
}

/** What each command led to, an hour apart so that every repeat counts. */
function outcomes(...commands: Command[]): string[] {
  using scratch = openScratch();
  return scratch
    .perform(commands, 3_600_000)
    .map((done) =>
      done.ok ? `${done.value.alert?.id}: ${done.value.events.join(" ")}` : done.problem.code,
    );
}

describe("an episode", () => {
  test("opens, repeats, changes and resolves as one row", () => {
    expect(
      outcomes(
        says(FIRING),
        says(FIRING),
        says({ ...FIRING, title: "Disk is full", severity: "critical" }),
        says(RESOLVED),
      ),
    ).toEqual([
      "1: AlertOpened",
      "1: AlertRepeated",
      "1: AlertRetitled AlertSeverityChanged",
      "1: AlertRetitled AlertSeverityChanged AlertResolved",
    ]);
  });

  test("is reopened by a late copy of its beginning, and ended by that of its end", () => {
    expect(outcomes(...[FIRING, RESOLVED, FIRING, RESOLVED].map(says)).slice(2)).toEqual([
      "1: AlertReopened",
      "1: AlertResolved",
    ]);
  });

  test("is not touched by old news while a newer one is open", () => {
    const newer = { ...FIRING, startedAt: at(900) };
    expect(
      outcomes(...[FIRING, RESOLVED, newer, FIRING, RESOLVED, newer].map(says)).slice(2),
    ).toEqual(["2: AlertOpened", "1: ", "1: ", "2: AlertRepeated"]);
  });

  test("is what was said last where clocks that differ may have made the old news", () => {
    const newer = { ...FIRING, startedAt: at(90) };
    const other = { ...RESOLVED, resolvedAt: at(61) };
    expect(outcomes(...[FIRING, RESOLVED, newer, RESOLVED, newer].map(says)).slice(3)).toEqual([
      "2: AlertResolved",
      "2: AlertReopened",
    ]);
    const much = { ...FIRING, startedAt: at(900) };
    expect(outcomes(...[FIRING, RESOLVED, much, other].map(says)).at(-1)).toBe("2: AlertResolved");
  });

  test("opened and over at once where its end is the first that is heard of it", () => {
    expect(outcomes(says(RESOLVED), says(RESOLVED))).toEqual([
      "1: AlertOpened AlertResolved",
      "1: ",
    ]);
  });

  test("learns each start it is told under, and reopens under any of them", () => {
    const ahead = { ...FIRING, startedAt: at(90) };
    expect(outcomes(...[FIRING, ahead, RESOLVED, ahead].map(says)).slice(1)).toEqual([
      "1: AlertRepeated",
      "1: AlertResolved",
      "1: AlertReopened",
    ]);
  });

  test("is not opened again by an end without a start that is told twice", () => {
    const over = says({ status: "resolved", startedAt: null });
    expect(outcomes(over, over)).toEqual(["1: AlertOpened AlertResolved", "1: "]);
  });

  test("is a new one where it fires again with a new start", () => {
    const again = { ...FIRING, startedAt: at(900) };
    expect(outcomes(...[FIRING, RESOLVED, again].map(says)).at(-1)).toBe("2: AlertOpened");
  });

  test("keeps what an operator did to it when it fires again", () => {
    using scratch = openScratch();
    scratch.perform([says(FIRING), { type: "Acknowledge", id: 1 }, { type: "Delete", id: 1 }]);
    scratch.perform([says({ ...FIRING, title: "Disk is full" })], 3_600_000);
    expect(scratch.reads.alert(1)).toMatchObject({
      status: "acknowledged",
      acknowledgedBy: "operator",
      deletedAt: at(3),
      title: "Disk is full",
    });
  });

  test.each<[string, Partial<Report>]>([
    ["labels", { labels: { host: "web-2" } }],
    ["source", { source: "grafana" }],
    ["fingerprint", { fingerprint: "f2" }],
  ])("is another one with other %s", (_, fields) => {
    expect(outcomes(says(FIRING), says({ ...FIRING, ...fields }))).toEqual([
      "1: AlertOpened",
      "2: AlertOpened",
    ]);
  });

  test("is the same one however its labels are ordered", () => {
    const [a, b] = [
      { x: "1", y: "2" },
      { y: "2", x: "1" },
    ];
    expect(outcomes(says({ labels: a }), says({ labels: b })).at(-1)).toBe("1: AlertRepeated");
  });

  test("is a new one each time where the source has no name for it", () => {
    const nameless = says({ fingerprint: null });
    expect(outcomes(nameless, nameless)).toEqual(["1: AlertOpened", "2: AlertOpened"]);
  });
});

test("an alert repeats at most once a minute", () => {
  using scratch = openScratch();
  scratch.perform([says(), says()]); // The first repeat counts at once.
  const more = scratch.perform(
    Array.from({ length: 59 }, () => says()),
    1000,
  );
  expect(more.filter((done) => done.ok && done.value.events.length > 0)).toEqual([]);
  scratch.perform([says()], REPEAT_INTERVAL - 59_000);
  expect(scratch.reads.alert(1)?.occurrences).toBe(3);
});

test("no number is given again, whatever becomes of the rows", () => {
  using scratch = openScratch();
  scratch.perform([says({ fingerprint: "a" }), says({ fingerprint: "b" })]);
  scratch.tables.$client.exec("delete from alerts where id = 2; delete from labels");
  expect(scratch.perform([says({ fingerprint: "c" })])).toMatchObject([
    { value: { alert: { id: 3 } } },
  ]);
});

test("whoever calls itself an operator is a source", () => {
  using scratch = openScratch();
  const named = { source: "operator" };
  scratch.perform([says(named), says({ ...named, status: "resolved" })]);
  expect(scratch.reads.alert(1)?.resolvedBy).toBe("source:operator");
  expect(scratch.reads.history(1).map(({ actor }) => actor)).toEqual(
    Array.from({ length: 2 }, () => "source:operator"),
  );
  scratch.perform([says(named), { type: "Resolve", id: 1 }]);
  expect(scratch.reads.alert(1)?.resolvedBy).toBe("operator");
  // An operator ended it, so that it is reported further says nothing for a while.
  expect(scratch.perform([says(named)])).toMatchObject([{ value: { events: [] } }]);
});

test("what fails leaves nothing, and the next number is the next", () => {
  using scratch = openScratch();
  const { append, reads, tables } = scratch;
  scratch.perform([says({ fingerprint: "a" })]);
  tables.$client.exec(
    "create temp trigger fails before insert on labels when new.value = 'bad' begin select raise(abort, 'no'); end",
  );
  const good: Command[] = [says({ fingerprint: "b" }), { type: "Delete", id: 1 }];
  const bad = says({ fingerprint: "c", labels: { x: "bad" } });
  expect(() => append([{ commands: [...good, bad], actor: null }])).toThrow("no");
  expect([reads.head().seq, reads.alert(1)?.deletedAt, reads.alert(2)]).toEqual([1, null, null]);
  const { commit } = append([{ commands: good, actor: null }]);
  expect(commit).toMatchObject({ from: 1, to: 3, changes: [{ after: { id: 2, seq: 2 } }, {}] });
});

test("a disk that is full takes nothing, and everything once there is room", () => {
  using scratch = openScratch();
  const { append, reads, tables } = scratch;
  const description = "x".repeat(100_000);
  const requests = [{ commands: [says({ description })], actor: null }];
  tables.$client.pragma(
    `max_page_count = ${String(tables.$client.pragma("page_count", { simple: true }))}`,
  );
  expect(() => append(requests)).toThrow(/full/u);
  expect([reads.head().seq, reads.alert(1)]).toEqual([0, null]);
  tables.$client.pragma("max_page_count = 1000000");
  expect(append(requests).commit).toMatchObject({ from: 0, to: 1 });
});

test("goes on where another process has left off", () => {
  using one = openScratch();
  using other = openScratch(one.tables.$client.name);
  one.perform([says({ fingerprint: "a" })]);
  other.perform([says({ fingerprint: "b" }), { type: "Delete", id: 1 }]);
  const { commit } = one.append([{ commands: [says({ fingerprint: "c" })], actor: null }]);
  expect(commit).toMatchObject({ from: 3, to: 4, changes: [{ after: { id: 3 } }] });
});

test("a thousand commands of one request are decided each on what those before it left", () => {
  using scratch = openScratch();
  const commands = Array.from({ length: 500 }, (_, index): Command[] => [
    says({ fingerprint: String(index) }),
    { type: "Acknowledge", id: index + 1 },
  ]).flat();
  const { answers, commit } = scratch.append([{ commands, actor: "user:ann" }]);
  expect(answers[0]?.filter(({ ok }) => ok)).toHaveLength(1000);
  expect(commit).toMatchObject({ from: 0, to: 1000 });
  expect(scratch.reads.alert(500)).toMatchObject({
    status: "acknowledged",
    acknowledgedBy: "user:ann",
  });
  expect(scratch.reads.history(500).map(({ seq }) => seq)).toEqual([999, 1000]);
});

test("refusals are named and spoil nothing around them", () => {
  const id = 1;
  expect(
    outcomes(
      says(),
      { type: "Unacknowledge", id },
      { type: "Restore", id },
      { type: "Acknowledge", id: 7 },
      { type: "Delete", id },
      { type: "Delete", id },
      { type: "Resolve", id },
      { type: "Restore", id },
      { type: "Resolve", id, note: "fixed" },
    ),
  ).toEqual([
    "1: AlertOpened",
    "alert-not-acknowledged",
    "alert-not-deleted",
    "alert-not-found",
    "1: AlertDeleted",
    "alert-already-deleted",
    "alert-deleted",
    "1: AlertRestored",
    "1: AlertResolved AlertNoted",
  ]);
});
