/** What the server says of its clock. */
export interface Heard {
  /** Its time in whole seconds (ms). */
  readonly date: number;
  /** When it was asked and answered, in ms of a clock that nobody sets. */
  readonly askedAt: number;
  readonly heardAt: number;
}

/** The server's time; null where it does not answer. */
export async function readServerTime(signal: AbortSignal): Promise<Heard | null> {
  const askedAt = performance.now();
  try {
    const { headers } = await fetch("/healthz", { cache: "no-store", signal });
    const date = Date.parse(headers.get("date") ?? "");
    return Number.isNaN(date) ? null : { date, askedAt, heardAt: performance.now() };
  } catch {
    return null;
  }
}
