/** How a contender's socket is spoken to, in the fewest words. */
export interface Dialect {
  readonly path: string;
  readonly headers: string;
  /** What is said first. */
  readonly hello: string | null;
  /** What a frame means, of which only the beginning may be given. */
  readonly read: (frame: string) => Heard;
}

export type Heard =
  | { readonly type: "ready" }
  /** Something to answer. */
  | { readonly type: "ask"; readonly answer: string }
  /** So many rows, and where in the log they lie where the contender has one. */
  | { readonly type: "rows"; readonly rows: number; readonly from?: number; readonly to?: number }
  | { readonly type: "other" };

export type DialectName = "tocsin" | "ws" | "socket.io";

const OTHER: Heard = { type: "other" };

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  tocsin: {
    path: "/api/live",
    headers: "Sec-WebSocket-Protocol: tocsin.v1\r\n",
    hello: '{"type":"subscribe","since":null}',
    // Every alert of these benchmarks is one event, so that a frame has as many rows as events.
    read: (frame) => {
      const [, from, to] = /^\{"type":"diff","from":(\d+),"to":(\d+),/u.exec(frame) ?? [];
      if (from !== undefined) {
        const [first, last] = [Number(from), Number(to)];
        return { type: "rows", rows: last - first, from: first, to: last };
      }
      return frame.startsWith('{"type":"ready"') ? { type: "ready" } : OTHER;
    },
  },
  ws: {
    path: "/",
    headers: "",
    hello: null,
    read: (frame) => (frame === "ready" ? { type: "ready" } : { type: "rows", rows: 1 }),
  },
  "socket.io": {
    path: "/socket.io/?EIO=4&transport=websocket",
    headers: "",
    hello: null,
    read: (frame) => {
      if (frame.startsWith("42")) return { type: "rows", rows: 1 };
      if (frame.startsWith("40")) return { type: "ready" };
      if (frame.startsWith("0")) return { type: "ask", answer: "40" };
      return frame === "2" ? { type: "ask", answer: "3" } : OTHER;
    },
  },
};
