/** Text that UTF-8 and SQLite can hold: a lone surrogate or a NUL becomes U+FFFD. */
export function wellFormed(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}
