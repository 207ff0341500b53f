import { once } from "node:events";
import * as v from "valibot";
import { WebSocket } from "ws";
import type { Alert } from "../../src/domain/alert.ts";
import { type Frame, frameSchema, SUBPROTOCOL, type Subscribe } from "../../src/protocol/frame.ts";
import type { App } from "./app.ts";

type FrameOf<T extends Frame["type"]> = Extract<Frame, { type: T }>;

const PATIENCE = 20_000;

/** A client of the live socket that keeps every frame and is strict about their order. */
export class Live {
  readonly #socket: WebSocket;
  readonly #unread: Frame[] = [];
  #wake: () => void = () => {};
  #to: number | null = null;
  /** The close code, null while it is open. */
  closed: number | null = null;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => this.#hear(v.parse(frameSchema, JSON.parse(textOf(data)))));
    socket.on("close", (code) => {
      this.closed = code;
      this.#wake();
    });
    // A socket that breaks also closes, which is what tests look at.
    socket.on("error", () => {});
  }

  static async connect(app: App): Promise<Live> {
    const address = `${app.url.replace("http", "ws")}/api/live`;
    const socket = new WebSocket(address, SUBPROTOCOL);
    const live = new Live(socket);
    await once(socket, "open");
    return live;
  }

  static async subscribe(app: App, subscribe: Omit<Subscribe, "type">): Promise<Live> {
    const live = await Live.connect(app);
    live.say({ type: "subscribe", ...subscribe });
    return live;
  }

  say(message: unknown): void {
    this.#socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  sayBytes(bytes: Uint8Array): void {
    this.#socket.send(bytes);
  }

  /** The next frame of this kind; those of other kinds before it are passed over. */
  async next<T extends Frame["type"]>(type: T): Promise<FrameOf<T>> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const frame = this.#unread.shift();
      if (frame?.type === type) return frame as FrameOf<T>;
      if (frame) continue;
      if (this.closed !== null) throw new Error(`closed with ${this.closed}, no ${type}`);
      await this.#news(deadline, type);
    }
  }

  /** Applies diffs to rows, as a client does, up to and including this event of the log. */
  async follow(rows: Map<number, Alert>, seq: number): Promise<void> {
    for (;;) {
      const diff = await this.next("diff");
      for (const alert of diff.put) rows.set(alert.id, alert);
      for (const patch of diff.patch) {
        const row = rows.get(patch.id);
        // A patch has what is in an alert, where it has it.
        if (row && patch.seq > row.seq) rows.set(patch.id, { ...row, ...patch } as Alert);
      }
      for (const id of diff.remove) rows.delete(id);
      if (diff.to >= seq) return;
    }
  }

  async waitForClose(): Promise<number> {
    const deadline = Date.now() + PATIENCE;
    while (this.closed === null) await this.#news(deadline, "close");
    return this.closed;
  }

  close(): void {
    this.#socket.terminate();
  }

  #hear(frame: Frame): void {
    if (frame.type === "ready") this.#to = frame.seq;
    if (frame.type === "diff") {
      if (frame.from !== this.#to) throw new Error(`a gap: from ${frame.from} after ${this.#to}`);
      if (frame.to <= frame.from) throw new Error(`nothing in (${frame.from}, ${frame.to}]`);
      this.#to = frame.to;
    }
    this.#unread.push(frame);
    this.#wake();
  }

  async #news(deadline: number, what: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      this.#wake = resolve;
      timer = setTimeout(() => reject(new Error(`no ${what} in time`)), deadline - Date.now());
    });
    clearTimeout(timer);
  }
}

function textOf(data: WebSocket.RawData): string {
  return Array.isArray(data)
    ? Buffer.concat(data).toString()
    : Buffer.from(data as Buffer).toString();
}
