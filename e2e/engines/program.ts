import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { PATIENCE } from "./engine.ts";

/** A program that was started, and what it says, on either stream, line by line. */
export class Program {
  readonly #child: ChildProcess;
  readonly #name: string;
  #said = "";
  #heard: () => void = () => {};

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    this.#name = command;
    const env = { ...process.env, ...environment };
    this.#child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const hear = (chunk: Buffer): void => {
      this.#said += chunk.toString();
      this.#heard();
    };
    this.#child.stdout?.on("data", hear);
    this.#child.stderr?.on("data", hear);
    this.#child.once("error", () => this.#heard());
    this.#child.once("exit", () => this.#heard());
  }

  /** Waits until it has said this, and gives the first group of the match. Throws if it ends before, or never does. */
  async says(words: RegExp): Promise<string> {
    let giveUp: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      giveUp = setTimeout(() => reject(this.#failed("did not say it in time")), PATIENCE);
    });
    try {
      for (;;) {
        const heard = new Promise<void>((resolve) => {
          this.#heard = resolve;
        });
        const match = words.exec(this.#said);
        if (match) return match[1] ?? "";
        if (!this.isRunning) throw this.#failed("has ended");
        await Promise.race([heard, late]);
      }
    } finally {
      clearTimeout(giveUp);
    }
  }

  #failed(how: string): Error {
    return new Error(`${this.#name} ${how}:\n${this.#said}`);
  }

  get isRunning(): boolean {
    const { pid, exitCode, signalCode } = this.#child;
    return pid !== undefined && exitCode === null && signalCode === null;
  }

  async end(): Promise<void> {
    if (!this.isRunning) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    const giveUp = setTimeout(() => this.#child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(giveUp);
  }
}
