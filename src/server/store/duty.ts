/**
 * What one node alone may do of all that share a database: it sends to webhooks, watches monitors, lets time pass for
 * alerts and removes those that are not to be kept.
 *
 * - At no time two nodes MUST hold it. Where the node that does ends or cannot be reached, another MUST take it within ten
 *   seconds.
 */
export interface Duty {
  isHeld(): boolean;
  /** Called each time it was taken or lost. */
  onChanged(listener: () => void): void;
}

/** Where no other node can be. */
export const ALWAYS_HELD: Duty = { isHeld: () => true, onChanged: () => {} };
