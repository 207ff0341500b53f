import { openScratch } from "./database.fixture.ts";
import { createSqlitePeople } from "./sqlite-people.ts";
import { writeHere } from "./people/write-here.ts";

/** People in a database of its own, all of it on this thread, with a clock that the test sets. */
export function openScratchPeople() {
  const scratch = openScratch();
  const { tables, clock } = scratch;
  const { people, close } = createSqlitePeople({
    tables,
    write: writeHere({ tables, clock: () => clock.now }),
    now: () => clock.now,
    onUnreadable: () => {},
  });
  // What the tests change is told with its answer.
  void close();
  return { ...scratch, people };
}
