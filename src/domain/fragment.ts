import { MATCHER, readMatcher } from "./label-matcher.ts";
import { fold } from "./search.ts";

/** What of a filter is being typed: a part of a name or a value, or of a value of one name. */
export interface Fragment {
  readonly name: string | null;
  /** As it is compared, see {@link fold}. */
  readonly part: string;
}

/** A name with a value. */
interface Pair {
  readonly name: string;
  /** Both as they are compared, see {@link fold}. */
  readonly folded: { readonly name: string; readonly value: string };
}

/** The name ends at its operator; what has none may be either. */
export function readFragment(text: string): Fragment {
  if (!MATCHER.test(text)) return { name: null, part: fold(text) };
  const { name, value } = readMatcher(text);
  return { name, part: fold(value) };
}

/** Whether a name, folded, may be what is being typed. */
export function isNameMeant(folded: string, { name, part }: Fragment): boolean {
  return name === null && folded.includes(part);
}

/** Whether a value of a name may be what is being typed. */
export function isValueMeant({ name, folded }: Pair, { name: wanted, part }: Fragment): boolean {
  if (wanted !== null) return name === wanted && folded.value.includes(part);
  return folded.name.includes(part) || folded.value.includes(part);
}
