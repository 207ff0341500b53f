export interface Rate {
  /** How many may pass at once after a quiet time. */
  readonly burst: number;
  /** How many may pass in the long run. */
  readonly perSecond: number;
}

export interface TokenBucket {
  /** Whether another may pass. */
  take(): boolean;
  /** Whoever took the last one need not have counted. */
  giveBack(): void;
}

/** Says of each that comes whether it may pass. Where `now` (ms) is put back, nobody waits for that. */
export function createTokenBucket({ burst, perSecond }: Rate, now: () => number): TokenBucket {
  let tokens = burst;
  let filledAt = now();
  return {
    take() {
      const time = now();
      tokens = Math.min(burst, tokens + (Math.max(0, time - filledAt) * perSecond) / 1000);
      filledAt = time;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    giveBack: () => void (tokens = Math.min(burst, tokens + 1)),
  };
}
