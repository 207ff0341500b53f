import { type Accessor, createSignal } from "solid-js";
import type { Question } from "../ui/ConfirmDialog.tsx";
import { requiredContext } from "../ui/required-context.ts";

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
