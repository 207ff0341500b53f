import { expect, onTestFinished, test } from "vitest";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { openScratch } from "../database.fixture.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { writeInBulk } from "./bulk.ts";
import type { EventHead, EventTexts, FromLogThread } from "./log-thread.ts";
import { startLogThread } from "./start-log-thread.ts";

/** Characters in the description of each alert, which are all that it may have. */
const LONG = 65_536;

type Row = readonly [...EventHead, string];

/** A thread at an empty database, and an event of another. */
function start() {
  using other = openScratch();
  other.perform([
    { type: "Report", report: aReport({ fingerprint: null, description: "x".repeat(LONG) }) },
  ]);
  const [event] = other.tables.$client.prepare("select * from events").raw().all() as Row[];
  if (event === undefined) throw new Error("Nothing was written.");
  const file = scratchFile();
  const db = openScratch(file);
  writeInBulk(db.tables.$client);
  const thread = startLogThread({ log: `${file}-log`, alerts: `${file}-alerts` }, db.tables);
  onTestFinished(async () => {
    await thread.stop();
    db[Symbol.dispose]();
  });
  return { thread, event };
}

function textsOf(events: readonly Row[]): EventTexts {
  const heads = events.map((event) => event.slice(0, -1));
  return { heads: JSON.stringify(heads), data: events.map((event) => event.at(-1)).join("\n") };
}

async function derivedBy({ thread }: ReturnType<typeof start>) {
  const answers: Extract<FromLogThread, { type: "derived" }>[] = [];
  for (;;) {
    const answer = await thread.ask({ type: "derive" });
    if (answer.type === "derived") answers.push(answer);
    else if (answer.type !== "indexing") return { answers, end: answer.type };
  }
}

test("what comes at once is bounded, however much alerts say", async () => {
  const started = start();
  const [, , ...rest] = started.event;
  const events = Array.from({ length: 200 }, (_, at): Row => [at + 1, at + 1, ...rest]);
  await started.thread.ask({ type: "write", ...textsOf(events) });
  await started.thread.ask({ type: "end" });
  const { answers, end } = await derivedBy(started);
  expect(end).toBe("done");
  const ids = answers.flatMap(({ texts }) => texts.map(([id]) => id));
  expect(ids).toEqual(events.map(([seq]) => seq));
  expect(answers.reduce((sum, { events }) => sum + events, 0)).toBe(200);
  for (const { texts } of answers)
    expect(texts.reduce((sum, [, text]) => sum + text.length, 0)).toBeLessThan(70 * LONG);
});

test("whoever asks hears what ended the thread, also those who ask after it", async () => {
  const { thread, event } = start();
  await thread.ask({ type: "write", ...textsOf([event]) });
  const twice = thread.ask({ type: "write", ...textsOf([event]) });
  const ahead = thread.ask({ type: "derive" });
  for (const asked of [twice, ahead, thread.ask({ type: "derive" })])
    await expect(asked).rejects.toMatchObject({ code: "SQLITE_CONSTRAINT_PRIMARYKEY" });
  await expect(thread.ask({ type: "derive" })).rejects.toThrow(/UNIQUE/u);
  await thread.stop();
});
