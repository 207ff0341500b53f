/** Text that was read, and where what follows it begins. */
export interface Quoted {
  readonly text: string;
  readonly end: number;
}

/** The text in quotes; a quote or a backslash in it stands behind a backslash. */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}

/** What stands in quotes at that place, null where no quote opens there or none closes. */
export function readQuoted(written: string, at = 0): Quoted | null {
  if (written[at] !== '"') return null;
  let text = "";
  for (let i = at + 1; i < written.length; i++) {
    const next = written[i + 1];
    if (written[i] === '"') return { text, end: i + 1 };
    if (written[i] === "\\" && (next === '"' || next === "\\")) i++;
    text += written[i];
  }
  return null;
}

/**
 * What stands in quotes at that place, where the text would be misread without them. Other quotes are
 * part of the text: whoever has never heard of ours is understood.
 */
export function readNeededQuotes(written: string, at: number, isMisread: RegExp): Quoted | null {
  const quoted = readQuoted(written, at);
  if (quoted === null || !isMisread.test(quoted.text)) return null;
  return quote(quoted.text) === written.slice(at, quoted.end) ? quoted : null;
}
