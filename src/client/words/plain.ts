/** Characters that turn round, to the reader's eye, what stands after them in the same paragraph. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/gu;

/** Text of others as it may stand amid a sentence of ours. */
export function plain(text: string): string {
  return text.replaceAll(TURNING, "");
}
