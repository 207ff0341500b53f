import type { Problem } from "../../domain/problem.ts";
import { Refusal } from "../store/refusal.ts";

/** One end of what joins two threads: a worker, or the port of one to whoever started it. */
export interface TalkPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
}

type Message<Said> =
  /** Without a ticket nobody waits for an answer. */
  | { readonly type: "said"; readonly ticket: number | null; readonly said: Said }
  | { readonly type: "answer"; readonly ticket: number; readonly answer: unknown }
  | {
      readonly type: "refused";
      readonly ticket: number;
      readonly problem: Problem;
      readonly cause: string;
    }
  | { readonly type: "unanswered"; readonly ticket: number; readonly error: unknown };

/** One end of the talk: `Mine` is what it says, `Theirs` what it hears. */
export interface Talk<Mine, Theirs> {
  /** From now on what the other one says is heard; it has been kept until then. What `hear` gives is the answer. */
  readonly listen: (hear: (said: Theirs) => unknown) => void;
  readonly say: (said: Mine) => void;
  /** Rejects where the other one failed at it, or is no more. */
  readonly ask: (said: Mine) => Promise<unknown>;
  /** To be called when the other one is no more. */
  readonly end: (error: unknown) => void;
}

/** Two threads that ask each other. Each question is answered once. */
export function openTalk<Mine, Theirs>(port: TalkPort): Talk<Mine, Theirs> {
  const asking = new Map<number, PromiseWithResolvers<unknown>>();
  let ticket = 0;

  function listen(hear: (said: Theirs) => unknown): void {
    port.on("message", (message) => take(message as Message<Theirs>, hear));
  }

  function take(message: Message<Theirs>, hear: (said: Theirs) => unknown): void {
    switch (message.type) {
      case "said":
        if (message.ticket === null) hear(message.said);
        else void answer(message.ticket, message.said, hear);
        return;
      case "answer":
        return taken(message.ticket)?.resolve(message.answer);
      case "refused":
        return taken(message.ticket)?.reject(new Refusal(message));
      case "unanswered":
        return taken(message.ticket)?.reject(message.error);
      default:
        message satisfies never;
    }
  }

  function taken(of: number): PromiseWithResolvers<unknown> | undefined {
    const asker = asking.get(of);
    asking.delete(of);
    return asker;
  }

  async function answer(of: number, said: Theirs, hear: (said: Theirs) => unknown): Promise<void> {
    try {
      post({ type: "answer", ticket: of, answer: await hear(said) });
    } catch (error) {
      // A class does not cross from thread to thread.
      if (error instanceof Refusal)
        post({ type: "refused", ticket: of, problem: error.problem, cause: error.message });
      else post({ type: "unanswered", ticket: of, error });
    }
  }

  function post(message: Message<Mine>): void {
    port.postMessage(message);
  }

  function say(said: Mine): void {
    post({ type: "said", ticket: null, said });
  }

  function ask(said: Mine): Promise<unknown> {
    const asker = Promise.withResolvers<unknown>();
    ticket += 1;
    asking.set(ticket, asker);
    post({ type: "said", ticket, said });
    return asker.promise;
  }

  function end(error: unknown): void {
    for (const { reject } of asking.values()) reject(error);
    asking.clear();
  }

  return { listen, say, ask, end };
}
