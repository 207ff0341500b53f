import { type JSX, Show } from "solid-js";
import { at } from "../../protocol/base-path.ts";
import { Listed } from "./Listed.tsx";
import type { Reading } from "./reading.ts";

/** A page of many of a kind; with an id, the page of one of them, and the way back to all. */
export function OneOrAll<T extends { readonly id: number }>(props: {
  id: number | null;
  reading: Reading<readonly T[]>;
  /** The page of all of them. */
  path: string;
  /** What they are called. */
  name: string;
  /** What is said where that one is no more. */
  gone: string;
  all: JSX.Element;
  /** The page of one of them. */
  children: (one: () => T) => JSX.Element;
}) {
  return (
    <Show when={props.id} keyed fallback={<section>{props.all}</section>}>
      {(id) => (
        <>
          <p class="way-back">
            <a href={at(props.path)}>{props.name}</a>
          </p>
          <Listed reading={props.reading}>
            {(read) => (
              <Show
                when={read().find((one) => one.id === id)}
                fallback={<p class="nothing">{props.gone}</p>}
              >
                {(one) => props.children(one)}
              </Show>
            )}
          </Listed>
        </>
      )}
    </Show>
  );
}
