import { createAsync, revalidate } from "@solidjs/router";
import type { Accessor } from "solid-js";
import type { Answer } from "../../protocol/answer.ts";

/** How something is read, under the key by which it is read anew. */
export type Read<T> = (() => Promise<Answer<T>>) & { readonly key: string };

/** What a page of the settings shows, read with it and again after each change. */
export interface Reading<T> {
  /** Undefined until it is there. */
  readonly answer: Accessor<Answer<T> | undefined>;
  readonly again: () => Promise<void>;
}

export function createReading<T>(read: Read<T>): Reading<T> {
  const answer = createAsync(() => read(), { deferStream: true });
  // What was read before stays while it is read again.
  return { answer: () => answer.latest, again: () => revalidate(read.key) };
}
