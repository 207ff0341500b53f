// `#parts` on the server: what it renders is all there.
import { EmptyState } from "../feed/EmptyState.tsx";
import type { Part } from "../ui/later.ts";
import { opened as openedAlert } from "./opened.tsx";

function there<T extends object>(part: T): Part<T> {
  return { now: () => part, load: async () => part };
}

export const opened = there(openedAlert);
export const emptyState = there(EmptyState);
