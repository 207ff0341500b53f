/** The server that a run is about, with what may befall it. */
export interface World {
  /** Where it listens, which may be elsewhere after it was started again. */
  readonly url: () => string;
  /** How many times as fast as the real one time runs here, for readers and for beats. */
  readonly speed: number;
  /** How often, of a hundred things that happen, the server is started again. */
  readonly restarts: number;
  /** Ends it as it asks to be ended, and starts it again. */
  readonly restart: () => Promise<void>;
  /** Ends it as a power cut would, and starts it again. */
  readonly crash: () => Promise<void>;
  /** Removes some of what is resolved for good; null where nobody there may. */
  readonly purge: (() => Promise<void>) | null;
  /** Copies the database, to be restored later. */
  readonly backUp: () => void;
  /** Puts the copy in the place of the database, or nothing. */
  readonly restore: (what: "copy" | "nothing") => Promise<void>;
}
