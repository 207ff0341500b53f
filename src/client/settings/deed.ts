import { type Accessor, createSignal } from "solid-js";
import type { Answer } from "../../protocol/answer.ts";
import { failureWords } from "../words/failure-words.ts";

/** Something that is done on the server, once at a time. */
export interface Deed {
  readonly isUnderWay: Accessor<boolean>;
  /** Why it was not done, empty where it was or has yet to be. */
  readonly failure: Accessor<string>;
  /** Does it; `use` gets what it was answered with. */
  readonly run: <T>(
    ask: () => Promise<Answer<T>>,
    use: (value: T) => void | Promise<void>,
  ) => Promise<void>;
}

export function createDeed(): Deed {
  const [isUnderWay, setIsUnderWay] = createSignal(false);
  const [failure, setFailure] = createSignal("");
  return {
    isUnderWay,
    failure,
    run: async (ask, use) => {
      if (isUnderWay()) return;
      setIsUnderWay(true);
      setFailure("");
      try {
        const answer = await ask();
        if (answer.ok) await use(answer.value);
        else setFailure(failureWords(answer.failure));
      } finally {
        setIsUnderWay(false);
      }
    },
  };
}
