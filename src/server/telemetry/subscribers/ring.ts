/** How much a ring holds at most. */
export interface Room {
  readonly events: number;
  /** Of ours, each takes a byte: counting those would take longer than all the rest. */
  readonly characters: number;
}

export const ROOM: Room = { events: 10_000, characters: 1_048_576 };

/**
 * What waits to be sent, oldest first. Where there is no room the oldest is dropped, and never what is under way:
 * that counts as held until it is known what became of it.
 */
export function createRing(room: Room = ROOM) {
  let waiting: string[] = [];
  /** Those before are gone: to move all for each would be too slow. */
  let first = 0;
  let underWay: readonly string[] = [];
  let characters = 0;

  /** Says how many had to be dropped for it. */
  function push(event: string): number {
    waiting.push(event);
    characters += event.length;
    return dropOldest();
  }

  function dropOldest(): number {
    const before = first;
    while (count() > room.events || characters > room.characters) {
      const oldest = waiting[first];
      if (oldest === undefined) break;
      characters -= oldest.length;
      first += 1;
    }
    const dropped = first - before;
    if (first > waiting.length / 2) forgetGone();
    return dropped;
  }

  function forgetGone(): void {
    waiting = waiting.slice(first);
    first = 0;
  }

  /** The oldest, so many at most: they are under way until they are settled or given back. */
  function take(most: number): readonly string[] {
    underWay = waiting.slice(first, first + most);
    first += underWay.length;
    return underWay;
  }

  /** What is under way is to be sent no more: it has arrived, or is given up. */
  function settle(): void {
    for (const event of underWay) characters -= event.length;
    underWay = [];
    forgetGone();
  }

  /** What is under way waits again, before all others. */
  function giveBack(): void {
    waiting = [...underWay, ...waiting.slice(first)];
    first = 0;
    underWay = [];
  }

  function count(): number {
    return waiting.length - first + underWay.length;
  }

  /** Whether it is time to send, whatever the clock says. */
  function isHalfFull(): boolean {
    return count() * 2 >= room.events || characters * 2 >= room.characters;
  }

  /** The oldest that wait, so many at most. */
  function peek(most: number): readonly string[] {
    return waiting.slice(first, first + most);
  }

  return { push, take, settle, giveBack, count, isHalfFull, peek };
}
