const UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const STEP = 1024;

/** A size in the unit that says enough: "812 bytes", "4.2 MiB", "56 GiB". */
export function bytesWords(bytes: number): string {
  if (bytes < STEP) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  let size = bytes / STEP;
  let unit = 0;
  // What would be rounded to a whole one of the next unit is said in that.
  while (Math.round(size) >= STEP && unit < UNITS.length - 1) {
    size /= STEP;
    unit += 1;
  }
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`;
}
