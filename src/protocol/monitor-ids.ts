/** Several monitors by their numbers, as the alert that stands for them and the address of their page list them. */
export function writeMonitorIds(ids: readonly number[]): string {
  return ids.join(",");
}

/** What is no number of a monitor is left out. */
export function readMonitorIds(text: string): readonly number[] {
  return text
    .split(",")
    .filter((part) => /^[1-9]\d{0,14}$/u.test(part))
    .map(Number);
}
