/** Stands at the end of what was cut. */
export const MARK = "…";

/** The text, or as much of its beginning as fits with the mark into so many UTF-16 units. */
export function cut(text: string, most: number): string {
  return cutEscaped(text, most, (character) => character);
}

/**
 * The text with each of its characters escaped, or as much of its beginning as fits with the mark into so
 * many UTF-16 units. Neither a character nor what it was escaped to is cut in two.
 */
export function cutEscaped(
  text: string,
  most: number,
  escape: (character: string) => string,
): string {
  const parts: string[] = [];
  let length = 0;
  // Where the mark would have to begin.
  let kept = 0;
  for (const character of text) {
    const escaped = escape(character);
    if (length + escaped.length > most) return parts.slice(0, kept).join("") + MARK.slice(0, most);
    parts.push(escaped);
    length += escaped.length;
    if (length + MARK.length <= most) kept = parts.length;
  }
  return parts.join("");
}

/** The text, or as much of its beginning as fits with the mark into so many bytes of UTF-8. */
export function cutBytes(text: string, most: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(most));
  if (read === text.length) return text;
  const room = new Uint8Array(Math.max(0, most - new TextEncoder().encode(MARK).length));
  return text.slice(0, new TextEncoder().encodeInto(text, room).read) + MARK;
}
