/**
 * Removals of so many events are told to whoever catches up. Nobody catches up from further back than
 * the half of it.
 */
export const TOLD_EVENTS = 50_000;
