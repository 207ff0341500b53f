import blns from "big-list-of-naughty-strings" with { type: "json" };

const ESC = "\u001B";

/** Texts that have broken other programs: a well-known list, and what it lacks. */
export const NAUGHTY: readonly string[] = [
  ...new Set([
    ...blns,
    "\0",
    "a\0b",
    "high \uD800",
    "\uDC00 low first \uD800",
    "\u202Ereversed\u202C",
    "\u2066isolated\u2069 \u200F\u061C",
    `${ESC}[31mred${ESC}[0m`,
    `${ESC}]0;a title${ESC}\\`,
    "\u009B31mred",
    "a line\nanother\r\nanother\u2028another",
    "\u0007\u0008\u007F",
    "__proto__",
    "toString",
    "<!--</script><script>",
    "]]>",
    "data:text/html,<script>alert(1)</script>",
    "java\nscript:alert(1)",
    "%00%0A%ff",
    "Z\u0361\u0489a\u0321\u0353l\u0489\u0327g\u0489o",
    "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}",
    "\uFDFD".repeat(50),
    "\uFFFE\uFFFF",
  ]),
];

/** As it is kept: what UTF-8 and SQLite cannot hold is replaced. */
export function kept(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}
