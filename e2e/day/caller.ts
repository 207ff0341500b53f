import { setTimeout as pause } from "node:timers/promises";
import type { App } from "../support/app.ts";

/** Time (ms) until it is tried again to reach a server that is gone. */
const AGAIN = 200;

/** What somebody who asks has come across. */
export interface Asked {
  /** Answers that nobody should get, in words. */
  readonly wrong: string[];
  /** How often the connection broke before there was an answer, as it does where the server is killed. */
  broken: number;
}

/** Asks the server in the name of somebody, whether or not it is there. */
export class Caller {
  readonly #app: App;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #asked: Asked;

  constructor(app: App, headers: Readonly<Record<string, string>>, asked: Asked) {
    this.#app = app;
    this.#headers = { ...headers, "content-type": "application/json" };
    this.#asked = asked;
  }

  /**
   * The body of a success; null where the connection broke, or where the answer is one of those that are expected
   * besides. Any other is noted as wrong.
   */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    expected: readonly number[] = [],
  ): Promise<unknown> {
    try {
      const answer = await this.#app.fetch(path, {
        method,
        headers: this.#headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.ok) return text.startsWith("{") ? JSON.parse(text) : text;
      if (!expected.includes(answer.status))
        this.#asked.wrong.push(`${method} ${path}: ${answer.status}: ${text.slice(0, 300)}`);
      return null;
    } catch (error) {
      // What fetch throws where a connection breaks.
      if (!(error instanceof TypeError)) throw error;
      this.#asked.broken += 1;
      await pause(AGAIN);
      return null;
    }
  }
}
