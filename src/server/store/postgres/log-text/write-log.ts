import type { Progress } from "../../../../domain/operation.ts";
import { LineFault } from "../../engine/log-text/lines.ts";
import { type ReadEvent, readExport, type ReadExport } from "../../engine/log-text/read-export.ts";
import type { Session } from "../connection/database.ts";
import { beginEvents } from "../log/insert-events.ts";

/** Writes the log that a text has into a database without one. */
export async function* writeLog(
  session: Session,
  text: AsyncIterable<Buffer>,
  read: () => Progress,
): AsyncGenerator<Progress, ReadExport> {
  const log = await beginEvents(session);
  const lines = readExport(text);
  // The header stands in the first.
  let line = 2;
  try {
    for (;;) {
      const step = await lines.next();
      if (step.done === true) {
        await log.end();
        return step.value;
      }
      refuseUnkept(step.value, line);
      line += step.value.length;
      if (step.value.length > 0) await log.add(step.value);
      yield read();
    }
  } finally {
    await lines.return(undefined as never);
  }
}

/** PostgreSQL has no text with a NUL or half a character; neither has any alert that was ever taken in. */
function refuseUnkept(events: readonly ReadEvent[], line: number): void {
  const at = events.findIndex(isUnkept);
  if (at < 0) return;
  throw new LineFault(
    line + at,
    "it has a NUL or half a character, which PostgreSQL does not keep",
  );
}

/** What may be either, or half of a whole character, or none at all: of a text that has none, it need not be made anew. */
const SUSPECT = /\\u(?:0000|d[89a-f])/iu;

/** A NUL or half a character, as JSON is written here. */
const UNKEPT = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/u;

function isUnkept({ actor, data, text }: ReadEvent): boolean {
  return (
    UNKEPT.test(JSON.stringify(actor)) || (SUSPECT.test(text) && UNKEPT.test(JSON.stringify(data)))
  );
}
