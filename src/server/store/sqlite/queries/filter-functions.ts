import type { Tables } from "../file/database.ts";
import { addFitsPattern } from "./fits-pattern.ts";
import { addHasWords } from "./has-words.ts";

/** Gives a connection all that the SQL of filters calls: whoever asks by a filter cannot do without any of it. */
export function addFilterFunctions(tables: Tables): void {
  addFitsPattern(tables);
  addHasWords(tables);
}
