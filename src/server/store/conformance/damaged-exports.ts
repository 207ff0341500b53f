import { readFileSync, writeFileSync } from "node:fs";
import { zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { scratchFile } from "../sqlite/file/scratch.fixture.ts";
import { closed, linesIn, packed, prepare } from "../sqlite/log-text/log-text.fixture.ts";

/**
 * Of a damaged export nothing is kept, and its line is named. `refusalOf` says with what words it is refused, and sees to it
 * that everything is as it was before.
 */
export function testDamagedExports(refusalOf: (from: string) => Promise<string>): void {
  const { from } = prepare();
  const lines = linesIn(from);
  const [header = "", ...rest] = lines;
  const footer = rest.at(-1) ?? "";
  const events = rest.slice(0, -1);
  const changed = (index: number, change: (line: string) => string) =>
    closed([header, ...events.map((line, at) => (at === index ? change(line) : line))]);
  const swapped = [...events.slice(0, 2), events[3] ?? "", events[2] ?? "", ...events.slice(4)];

  test.each<[what: string, lines: readonly string[], said: RegExp]>([
    ["no footer", [header, ...events], /^Line 9: the file ends here, and should end in a footer/u],
    [
      "a line is missing",
      closed([header, ...events.toSpliced(3, 1)]),
      /^Line 5: event 5 comes after event 3, and what/u,
    ],
    [
      "a line is missing, and the footer was not changed",
      [header, ...events.slice(0, -1), footer],
      /^Line 9: the footer says 8 events/u,
    ],
    [
      "a line is out of order",
      closed([header, ...swapped]),
      /^Line 4: event 4 comes after event 2/u,
    ],
    [
      "a line goes back",
      closed([header, ...events.slice(0, 4), events[1] ?? ""]),
      /^Line 6: event 2 comes after event 4: it is out of order/u,
    ],
    [
      "a line is doubled",
      closed([header, ...events.slice(0, 3), ...events.slice(2)]),
      /^Line 5: event 3 is there twice/u,
    ],
    [
      "a line is changed",
      [header, ...changed(2, (line) => line.replace("Alert 2", "Alert 3")).slice(1, -1), footer],
      /^Line 10: the lines above have another sha256/u,
    ],
    ["no JSON", changed(4, (line) => line.slice(1)), /^Line 6: it is not JSON/u],
    ["an empty line", changed(4, () => ""), /^Line 6: it is not JSON/u],
    ["something else that is JSON", changed(4, () => "[]"), /^Line 6: .*Invalid/u],
    [
      "an unknown version of the format",
      closed([header.replace('"version":1', '"version":2'), ...events]),
      /^Line 1: version 2 of the format/u,
    ],
    [
      "another format",
      closed(['{"format":"other","version":1}', ...events]),
      /^Line 1: this is no export/u,
    ],
    [
      "an unknown version of an event",
      changed(1, (line) => line.replace('"version":2', '"version":3')),
      /^Line 3: version 3 of AlertOpened is not known/u,
    ],
    [
      "an unknown event",
      changed(1, (line) => line.replace("AlertOpened", "toString")),
      /^Line 3: there is no event of type "toString"/u,
    ],
    [
      "data that are not the event's",
      changed(1, (line) => line.replace('"severity":"warning"', '"severity":"bad"')),
      /^Line 3: data\.severity: /u,
    ],
    [
      "a time that is none",
      changed(1, (line) =>
        line.replace(/"recordedAt":"[^"]*"/u, '"recordedAt":"2026-02-30T00:00:00.000Z"'),
      ),
      /^Line 3: recordedAt: must be a time/u,
    ],
    [
      "a time that goes back",
      changed(4, (line) =>
        line.replace(/"recordedAt":"[^"]*"/u, '"recordedAt":"2020-01-01T00:00:00.000Z"'),
      ),
      /^Line 6: it was recorded before/u,
    ],
    [
      "an alert that is opened twice",
      changed(4, (line) => line.replace('"alertId":5', '"alertId":1')),
      /^Line 6: alert 1 is opened after alert 4/u,
    ],
    [
      "an alert that was never opened",
      changed(5, (line) => line.replace('"alertId":1', '"alertId":77')),
      /^Line 7: its alert was never opened/u,
    ],
    [
      "an alert that was removed, of which the rest is still there",
      closed([
        header.replace('"floor":0', '"floor":8'),
        ...changed(7, (line) => line.replace("AlertDeleted", "AlertForgotten")).slice(1, -1),
      ]),
      /^Line 9: what its alert was before is still there/u,
    ],
    [
      "an alert that was removed from a log that is said to be whole",
      changed(7, (line) => line.replace("AlertDeleted", "AlertForgotten")),
      /^Line 9: alert 2 was removed for good, and the log is said to be whole before/u,
    ],
    [
      "a time of a removal that is none",
      closed([
        header.replace('"part":null', '"part":null,"removed":{"at":"soon","kept":null}'),
        ...events,
      ]),
      /^Line 1: removed\.at: must be a time/u,
    ],
    [
      "two alerts of one identity that are open",
      changed(3, (line) => line.replace('"f3"', '"f2"')),
      /^Line 5: another alert of its source/u,
    ],
    [
      "nobody who acts",
      changed(5, (line) => line.replace('"operator"', '"somebody"')),
      /^Line 7: actor: "somebody" is nobody/u,
    ],
    [
      "a log that is whole from beyond its end on",
      closed([header.replace('"floor":0', '"floor":9'), ...events]),
      /^Line 1: the log cannot be whole/u,
    ],
    ["more after the footer", [...lines, footer], /^Line 10: something follows the footer/u],
    ["nothing but a line", ["{}"], /^Line 1: this is no export/u],
  ])("%s", async (_, lines, said) => {
    expect(await refusalOf(packed(lines))).toMatch(said);
  });

  test.each<[what: string, bytes: () => Buffer, said: RegExp]>([
    [
      "it is cut",
      () => readFileSync(from).subarray(0, -20),
      /^Line \d+: what follows cannot be unpacked/u,
    ],
    ["it is empty", () => Buffer.alloc(0), /^Line 1: what follows cannot be unpacked/u],
    [
      "it is not compressed",
      () => Buffer.from(lines.join("\n")),
      /^Line 1: what follows cannot be unpacked/u,
    ],
    [
      "its text is cut",
      () => zstdCompressSync(Buffer.from(lines.join("\n").slice(0, -5))),
      /^Line 10: the file is cut off here/u,
    ],
    [
      "it is not UTF-8",
      () => zstdCompressSync(Buffer.from(`${lines.join("\n")}\n`, "latin1")),
      /^Line 2: it is not UTF-8/u,
    ],
    [
      "a line is a bomb",
      () => zstdCompressSync(Buffer.alloc(100_000_000, "x")),
      /^Line 1: it is longer than 8388608 bytes/u,
    ],
    [
      "it is a bomb of lines",
      () => zstdCompressSync(Buffer.alloc(100_000_000, "\n")),
      /^Line 1: it is not JSON/u,
    ],
    [
      "something follows",
      () => Buffer.concat([readFileSync(from), Buffer.from("more")]),
      /^Line \d+: /u,
    ],
  ])("%s", async (_, bytes, said) => {
    const damaged = `${scratchFile()}.jsonl.zst`;
    writeFileSync(damaged, bytes());
    expect(await refusalOf(damaged)).toMatch(said);
  });

  test("a byte is another, wherever it stands", async () => {
    const whole = readFileSync(from);
    for (let at = 0; at < whole.length; at += 41) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      const damaged = `${scratchFile()}.jsonl.zst`;
      writeFileSync(damaged, bytes);
      expect(await refusalOf(damaged)).toMatch(/^Line \d+: /u);
    }
  });
}
