import * as v from "valibot";
import { filterSchema } from "../domain/filter.ts";

export const MAX_VIEW_NAME = 60;

const number = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A name for a filter. */
export const viewSchema = v.object({
  /** Null for those that are given. */
  id: v.nullable(number),
  name: v.string(),
  filter: filterSchema,
  /** Whether others see it as well. */
  shared: v.boolean(),
  /** Whether whoever asks begins with it. */
  default: v.boolean(),
  /** Whose it is, as the log names them; null for those that are given. */
  owner: v.nullable(v.string()),
  /** How many open alerts it shows, null where that is not counted: for words, for the trash, and where too many are open. */
  open: v.nullable(number),
});
export type View = Readonly<v.InferOutput<typeof viewSchema>>;

export const viewsSchema = v.object({ views: v.array(viewSchema) });
