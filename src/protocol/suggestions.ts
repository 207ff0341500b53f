import * as v from "valibot";

/** As much of a name or a value as one may have typed (characters). */
export const MAX_FRAGMENT = 1000;
/** So many names, and so many values, are suggested at most. */
export const MAX_SUGGESTIONS = 20;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * What could be asked for, what most open alerts carry first: names with how many values they have, and
 * values with how many open alerts carry them. Severity, status and source stand among the labels.
 */
export const suggestionsSchema = v.object({
  names: v.array(v.object({ name: v.string(), values: count })),
  values: v.array(v.object({ name: v.string(), value: v.string(), open: count })),
});
export type Suggestions = Readonly<v.InferOutput<typeof suggestionsSchema>>;
