import { isUtf8 } from "node:buffer";

/** Bytes that a line may have. An event of the largest alert that is taken in has a third of it. */
const MOST_LINE = 8_388_608;
const BREAK = 0x0a;

/** What is wrong with a text, and in which line, counted from 1. */
export class LineFault extends Error {
  override name = "LineFault";

  constructor(line: number, reason: string) {
    super(`Line ${line}: ${reason}.`);
  }
}

/** Some lines, and the bytes that they are made of with their line breaks. */
export interface Lines {
  readonly texts: readonly string[];
  readonly bytes: Buffer;
}

/**
 * The lines of a text that comes in parts. The last of them comes apart from the others, and only when there is no
 * more. Throws a {@link LineFault} where a line is too long, is not UTF-8, or does not end.
 */
export async function* linesOf(parts: AsyncIterable<Buffer>): AsyncGenerator<Lines, string> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let line = 1;
  for await (const part of naming(parts, () => line)) {
    held.push(part);
    heldBytes += part.length;
    if (part.includes(BREAK)) {
      const all = held.length === 1 ? part : Buffer.concat(held, heldBytes);
      // To its end the last whole line is held: what follows says whether it is the last of all.
      const end = all.lastIndexOf(BREAK, all.lastIndexOf(BREAK) - all.length - 1) + 1;
      if (end > 0) {
        const lines = linesIn(all.subarray(0, end), line);
        yield lines;
        line += lines.texts.length;
      }
      held = [all.subarray(end)];
      heldBytes = all.length - end;
    }
    if (heldBytes > 2 * MOST_LINE) throw tooLong(line);
  }
  const rest = Buffer.concat(held, heldBytes);
  const end = rest.lastIndexOf(BREAK) + 1;
  // A whole line may be held before it.
  if (end < rest.length) throw new LineFault(end > 0 ? line + 1 : line, "the file is cut off here");
  return linesIn(rest, line).texts[0] ?? "";
}

/** The same, where what keeps them from coming is said of a line. */
async function* naming(parts: AsyncIterable<Buffer>, line: () => number): AsyncGenerator<Buffer> {
  try {
    yield* parts;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LineFault(line(), `what follows cannot be unpacked (${reason})`);
  }
}

/** `from` is the number of the first of them. */
function linesIn(bytes: Buffer, from: number): Lines {
  const texts = bytes.toString("utf8", 0, bytes.length - 1).split("\n");
  if (!isUtf8(bytes)) {
    const at = texts.findIndex((text) => text.includes("\u{fffd}"));
    throw new LineFault(from + Math.max(0, at), "it is not UTF-8");
  }
  const long = texts.findIndex((text) => text.length > MOST_LINE);
  if (long >= 0) throw tooLong(from + long);
  return { texts, bytes };
}

function tooLong(line: number): LineFault {
  return new LineFault(line, `it is longer than ${MOST_LINE} bytes`);
}
