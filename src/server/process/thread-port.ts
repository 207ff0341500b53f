import os from "node:os";
import { parentPort } from "node:worker_threads";
import type { Result } from "../../domain/problem.ts";
import { Fault, type Reason } from "../outbound/reason.ts";
import { openTalk, type Talk } from "./thread-talk.ts";

/** What the server asks of each thread of its own. */
export type ToThread<Asked> = Asked | { readonly type: "state" } | { readonly type: "stop" };

/** What a thread asks of the server, and what it tells it. */
export type FromThread<Write> =
  | { readonly type: "write"; readonly write: Write }
  | { readonly type: "look-up"; readonly name: string }
  | { readonly type: "unreadable"; readonly cause: string }
  | { readonly type: "fault"; readonly error: unknown };

/** A write as it is asked of the server, which does it. */
export type WriteOf<Writes> = {
  readonly [Name in keyof Writes]: Writes[Name] extends (...args: infer Args) => unknown
    ? { readonly name: Name; readonly args: Args }
    : never;
}[keyof Writes];

/**
 * How much less than the server such a thread is worth to the system, where both want the processor: whoever posts
 * waits for nobody's webhook, and for no forest. About a twentieth of a processor is left to it.
 */
const NICENESS = 10;

/** The server, as a thread of its own sees it. */
export interface ThreadPort<Asked, Writes> {
  readonly listen: Talk<FromThread<WriteOf<Writes>>, ToThread<Asked>>["listen"];
  readonly write: <T>(asked: WriteOf<Writes>) => Promise<Result<T>>;
  /** By the server, since whoever looks names up shares four threads with all of it, see outbound/resolver.ts. */
  readonly look: (name: string) => Promise<readonly string[]>;
  readonly onUnreadable: (cause: string) => void;
  readonly onFault: (error: unknown) => void;
}

/** To be called once, by a thread that the server has started, which is worth less than it from then on. */
export function openThreadPort<Asked, Writes>(): ThreadPort<Asked, Writes> {
  if (parentPort === null) throw new Error("This runs as a thread of the server only.");
  // Linux alone takes the thread for what is meant; elsewhere it would be the whole server.
  if (process.platform === "linux") os.setPriority(NICENESS);
  const talk = openTalk<FromThread<WriteOf<Writes>>, ToThread<Asked>>(parentPort);

  async function write<T>(asked: WriteOf<Writes>): Promise<Result<T>> {
    return (await talk.ask({ type: "write", write: asked })) as Result<T>;
  }

  async function look(name: string): Promise<readonly string[]> {
    const found = (await talk.ask({ type: "look-up", name })) as readonly string[] | Reason;
    if (typeof found === "string") throw new Fault(found);
    return found;
  }

  return {
    listen: talk.listen,
    write,
    look,
    onUnreadable: (cause) => talk.say({ type: "unreadable", cause }),
    onFault: (error) => talk.say({ type: "fault", error }),
  };
}
