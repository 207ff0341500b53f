/** A reading of the log's clock: what the machine's said (ms since 1970), and what the log made of it. */
export interface LogTime {
  readonly real: number;
  readonly time: number;
}

/** How fast the log's clock goes, beside the machine's, while it is ahead of it. */
const SLOW = 0.5;

/**
 * The log's clock where the machine's says `real`, `before` being its last reading and `last` when
 * the last event was recorded. It never goes back. Nor does it stand still where the machine's was
 * ahead once and has been put right: whatever waits for time to pass would wait until then. So it
 * goes on at half the speed until the other has caught up.
 */
export function timeAfter(before: LogTime | null, real: number, last: number): LogTime {
  const passed = before === null ? 0 : Math.max(0, real - before.real);
  return { real, time: Math.max(real, last, (before?.time ?? 0) + passed * SLOW) };
}
