import "server-only";

/** An answer of 202 by an address that mostly answers 200: what was asked for goes on. */
export class Accepted {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}
