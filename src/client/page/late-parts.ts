// `#parts` in a browser: what the first view need not have.
import { partOf } from "../ui/later.ts";

/** What shows an alert that is open. */
export const opened = partOf(async () => (await import("./opened.tsx")).opened);

/** What is said where there are no rows. */
export const emptyState = partOf(async () => (await import("../feed/EmptyState.tsx")).EmptyState);
