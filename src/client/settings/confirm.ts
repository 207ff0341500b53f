import { type Accessor, createSignal } from "solid-js";
import { requiredContext } from "../ui/required-context.ts";

/** What is asked before something is done that cannot be undone. */
export interface Question {
  readonly title: string;
  /** What will be otherwise then. */
  readonly words: string;
  /** What is done, as on its button. */
  readonly action: string;
}

export interface Confirm {
  readonly question: Accessor<Question | null>;
  /** Whether they want it. */
  readonly ask: (question: Question) => Promise<boolean>;
  readonly answer: (isWanted: boolean) => void;
}

export const [ConfirmProvider, useConfirm] = requiredContext<Confirm>("confirmation");

export function createConfirm(): Confirm {
  const [question, setQuestion] = createSignal<Question | null>(null);
  let resolve: (isWanted: boolean) => void = () => {};

  function answer(isWanted: boolean): void {
    setQuestion(null);
    resolve(isWanted);
  }

  return {
    question,
    ask: (next) => {
      answer(false);
      const { promise, resolve: settle } = Promise.withResolvers<boolean>();
      resolve = settle;
      setQuestion(next);
      return promise;
    },
    answer,
  };
}
