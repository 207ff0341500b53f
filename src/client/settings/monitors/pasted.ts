/** What a monitor can be tried on at once, as the server has it. */
const MOST_LINES = 50_000;

/** Numbers that somebody has pasted. */
export interface Pasted {
  /** The time as it was written; the server reads it. */
  readonly points: readonly (readonly [time: string | number, value: number | null])[];
  /** The line (the first is 1) on which each of them stands. */
  readonly lines: readonly number[];
}

export type ReadPasted =
  | { readonly ok: true; readonly pasted: Pasted }
  | { readonly ok: false; readonly words: string };

/** A line with something on it. */
interface Line {
  readonly number: number;
  readonly time: string | null;
  readonly value: string;
  /** Whether there is more than a time and a value. */
  readonly isWide: boolean;
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/u;
/** How exports write that nothing was measured. */
const NOTHING: ReadonlySet<string> = new Set(["", "null", "nan", "undefined", "-"]);

/**
 * A time and a value on each line, or a value alone: these are taken as one for each bucket of `width` ms, the last of
 * them in the bucket before `now`. The first line may be a header. Between the two are a comma, a semicolon, a tab or
 * blanks; quotes are left out.
 */
export function readPasted(text: string, width: number, now: number): ReadPasted {
  const [first, ...others] = linesOf(text);
  if (first === undefined) return { ok: true, pasted: { points: [], lines: [] } };
  const lines = isHeader(first) ? others : [first, ...others];
  if (lines.length > MOST_LINES) {
    const many = lines.length.toLocaleString("en-GB");
    return { ok: false, words: `There are ${many} numbers, of 50,000 at most.` };
  }
  const isTimed = lines[0]?.time !== null;
  const points: [string | number, number | null][] = [];
  for (const [index, { number, time, value, isWide }] of lines.entries()) {
    if (isWide) return wrong(number, "has more than a time and a value. Keep two columns.");
    if ((time !== null) !== isTimed)
      return wrong(number, isTimed ? "has no time, and those before have one." : "has a time.");
    const isNothing = NOTHING.has(value.toLowerCase());
    if (!isNothing && !NUMBER.test(value)) return wrong(number, `“${cut(value)}” is no number.`);
    const counted = (Math.floor(now / width) - (lines.length - index)) * width;
    points.push([time ?? counted, isNothing ? null : Number(value)]);
  }
  return { ok: true, pasted: { points, lines: lines.map(({ number }) => number) } };
}

/** What the server has against one of the points, by its line: "Line 7: is no time that can be read". */
export function lineWords(detail: string, { lines }: Pasted): string {
  const [, index, said = ""] = /^points\.(\d{1,9})(?:\.\d)?: (.*)$/su.exec(detail) ?? [];
  const line = index === undefined ? undefined : lines[Number(index)];
  return line === undefined ? detail : `Line ${line}: ${said}`;
}

function linesOf(text: string): readonly Line[] {
  return text.split(/\r?\n/u).flatMap((line, index) => {
    return line.trim() === "" ? [] : [readLine(line, index + 1)];
  });
}

function readLine(line: string, number: number): Line {
  const separator = ["\t", ";", ","].find((one) => line.includes(one));
  const fields = separator === undefined ? byBlank(line.trim()) : line.split(separator);
  const [time = "", value] = fields.map((field) => field.replaceAll('"', "").trim());
  const isWide = fields.length > 2;
  return value === undefined
    ? { number, time: null, value: time, isWide }
    : { number, time, value, isWide };
}

/** A time may have a blank within, a number has none. */
function byBlank(line: string): readonly string[] {
  const at = Math.max(line.lastIndexOf(" "), 0);
  return at === 0 ? [line] : [line.slice(0, at), line.slice(at + 1)];
}

/** Names of columns: neither a number nor a word for none of them stands where the value does, nor a digit in the time. */
function isHeader({ time, value }: Line): boolean {
  const isName = !NUMBER.test(value) && !NOTHING.has(value.toLowerCase()) && /\p{L}/u.test(value);
  return isName && !/^\d/u.test(value) && !/\d{4}/u.test(time ?? "");
}

function wrong(line: number, words: string): ReadPasted {
  return { ok: false, words: `Line ${line}: ${words}` };
}

function cut(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}
