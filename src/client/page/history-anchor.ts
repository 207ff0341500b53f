import * as v from "valibot";
import type { Anchor } from "../scroll/scroll.ts";

const stateSchema = v.object({
  anchor: v.nullable(v.object({ alertId: v.number(), offset: v.number() })),
});

/**
 * Where the reader was on this entry of the browser's history: null for the head, which is live
 * and stays the head; undefined where nothing was remembered.
 */
export function rememberedAnchor(): Anchor | null | undefined {
  const state = v.safeParse(stateSchema, history.state);
  return state.success ? state.output.anchor : undefined;
}

export function rememberAnchor(anchor: Anchor | null): void {
  history.replaceState({ ...history.state, anchor }, "");
}
