import type { WrittenFilter } from "../domain/filter.ts";

/** Views that everybody has. */
export const GIVEN_VIEWS: readonly { readonly name: string; readonly filter: WrittenFilter }[] = [
  { name: "Everything", filter: {} },
  { name: "Needs someone", filter: { status: ["firing"], snoozed: "no" } },
  { name: "Mine", filter: { acknowledgedBy: ["me"] } },
  { name: "Trash", filter: { deleted: "only" } },
];
