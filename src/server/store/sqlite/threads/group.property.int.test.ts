import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Command } from "../../../../domain/command.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { openSqliteStore } from "../sqlite-store.ts";
import type { Commit } from "../../store.ts";

/** What each writer asks for: alerts to open, a command that is rejected, or one that breaks. */
type Ask = "one" | "three" | "rejected" | "poison";

const arbitraryAsks = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<Ask>("one", "three", "rejected") },
    { weight: 1, arbitrary: fc.constant<Ask>("poison") },
  ),
  { minLength: 1, maxLength: 60, size: "max" },
);

/** The title says whose it is. */
function opening(writer: number, labels = {}): Command {
  return { type: "Report", report: aReport({ fingerprint: null, title: String(writer), labels }) };
}

function commandsOf(ask: Ask, writer: number): Command[] {
  switch (ask) {
    case "one":
      return [opening(writer)];
    case "three":
      return [opening(writer), opening(writer), opening(writer)];
    case "rejected":
      return [{ type: "Delete", id: 1_000_000 }];
    case "poison":
      return [opening(writer), opening(writer, { x: "bad" })];
    default:
      return ask satisfies never;
  }
}

async function open() {
  const file = scratchFile();
  const store = await openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
  const db = new Database(file);
  db.exec(
    "create trigger bad before insert on labels when new.value = 'bad' begin select raise(abort, 'no'); end",
  );
  const commits: Commit[] = [];
  store.onCommit((commit) => commits.push(commit));
  return { store, db, commits };
}

test("writers who share commits get each their own answer, and only what was answered is kept", async () => {
  const { store, db, commits } = await open();
  await fc.assert(
    fc.asyncProperty(arbitraryAsks, async (asks) => {
      const { seq } = store.head();
      commits.length = 0;
      const answers = await Promise.allSettled(
        asks.map((ask, writer) => store.execute(commandsOf(ask, writer), null)),
      );
      const kept = answers.flatMap((answer, writer) => {
        expect(answer.status).toBe(asks[writer] === "poison" ? "rejected" : "fulfilled");
        if (answer.status === "rejected" || !answer.value.ok) return [];
        return answer.value.value.flatMap((done) => {
          expect(done.ok).toBe(asks[writer] !== "rejected");
          return done.ok ? [{ id: done.value.alert?.id, title: String(writer) }] : [];
        });
      });
      const held = db.prepare("select id, title from alerts where seq > ? order by id").all(seq);
      expect(held).toEqual(kept.sort((a, b) => Number(a.id) - Number(b.id)));
      expect(commits.flatMap(({ changes }) => changes.map(({ after }) => after?.id))).toEqual(
        kept.map(({ id }) => id),
      );
      expect(commits.map(({ from }) => from)).toEqual(
        commits.map((_, index) => commits[index - 1]?.to ?? seq),
      );
    }),
    { numRuns: 40 },
  );
  db.close();
  await store.close();
});

test("who writes at once shares a commit, and one that breaks costs the others few", async () => {
  const { store, db, commits } = await open();
  const ask = (commands: Command[]) => store.execute(commands, null).catch(() => null);
  await Promise.all(Array.from({ length: 500 }, (_, writer) => ask(commandsOf("one", writer))));
  expect(commits.length).toBeLessThan(20);

  commits.length = 0;
  const asks = Array.from({ length: 500 }, (_, n): Ask => (n === 300 ? "poison" : "one"));
  await Promise.all(asks.map((kind, writer) => ask(commandsOf(kind, writer))));
  expect(commits.reduce((sum, { changes }) => sum + changes.length, 0)).toBe(499);
  expect(commits.length).toBeLessThan(40);
  db.close();
  await store.close();
});
