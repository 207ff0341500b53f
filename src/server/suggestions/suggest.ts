import "server-only";
import type { Filter } from "../../domain/filter.ts";
import { type Fragment, isNameMeant, isValueMeant, readFragment } from "../../domain/fragment.ts";
import { isNegative, type LabelMatcher, matchesValue } from "../../domain/label-matcher.ts";
import { MAX_SUGGESTIONS, type Suggestions } from "../../protocol/suggestions.ts";
import { type Carried, FIELDS, type Open, type Pair } from "./carried.ts";

/** What an alert must carry one of, or none of. */
interface Clause {
  readonly pairs: ReadonlySet<Pair>;
  readonly has: boolean;
}

/** What an open alert must be. */
interface Wanted extends Pick<Filter, "snoozed"> {
  readonly clauses: readonly Clause[];
}

type Counts = ReadonlyMap<Pair, number>;

/** Goes through all that is open at the moment when it begins, part by part: after each, others may have their turn. */
export type Looking<T> = Generator<void, T, void>;

/** Alerts in one part: a millisecond of work or two. */
const PART = 1_000;

const FIELD_NAMES: ReadonlySet<string> = new Set(FIELDS);

/**
 * What could be meant by a text that begins to be typed, counted in the open alerts of the filter. Its words are
 * not looked at, nor whether it wants the trash.
 */
export function* suggest(carried: Carried, text: string, filter: Filter): Looking<Suggestions> {
  const fragment = readFragment(text);
  const all = yield* countsOf(carried, wantedBy(carried, filter, fragment.name));
  const counts = [...all].filter(([pair]) => isSuggested(pair));
  const found = counts.filter(([pair]) => isValueMeant(pair, fragment));
  return {
    names: namesOf(counts, fragment),
    values: found
      .map(([pair, open]) => ({ name: pair.name, value: pair.value, open }))
      .sort((a, b) => b.open - a.open || compare(a.name, b.name) || compare(a.value, b.value))
      .slice(0, MAX_SUGGESTIONS),
  };
}

function wantedBy(carried: Carried, filter: Filter, name: string | null): Wanted {
  return { snoozed: filter.snoozed, clauses: clausesOf(carried, filter, name) };
}

/** More than one value of a field may be asked for, so that the others are suggested as well. */
function clausesOf(carried: Carried, filter: Filter, name: string | null): Clause[] {
  const fields = FIELDS.filter((field) => field !== name && filter[field].length > 0);
  return [
    ...fields.map((field) => {
      const wanted: readonly string[] = filter[field];
      const pairs = [...carried.named("field", field)].filter(({ value }) =>
        wanted.includes(value),
      );
      return { pairs: new Set(pairs), has: true };
    }),
    ...filter.label.map((matcher) => clauseOf(carried, matcher)),
  ];
}

/** What has no such label is as what has an empty one. */
function clauseOf(carried: Carried, matcher: LabelMatcher): Clause {
  if (matcher.isLoose) {
    const read = `${matcher.name}=${matcher.value}`;
    const pairs = [...carried.all("label")].filter(
      ({ name, value }) => `${name}=${value}` === read,
    );
    return { pairs: new Set(pairs), has: !isNegative(matcher.operator) };
  }
  const isAbsentMeant = matchesValue(matcher, "");
  const others = [...carried.named("label", matcher.name)].filter(
    ({ value }) => matchesValue(matcher, value) !== isAbsentMeant,
  );
  return { pairs: new Set(others), has: !isAbsentMeant };
}

function* countsOf(carried: Carried, wanted: Wanted): Looking<Counts> {
  const counts = new Map<Pair, number>();
  if (wanted.clauses.length === 0 && wanted.snoozed === "any") {
    for (const pair of carried.all("field")) counts.set(pair, pair.open);
    for (const pair of carried.all("label")) counts.set(pair, pair.open);
    return counts;
  }
  yield* eachWanted(carried, wanted, ({ pairs }) => {
    for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  });
  return counts;
}

/** How many open alerts there are of a filter. */
export function* countOpen(carried: Carried, filter: Filter): Looking<number> {
  let open = 0;
  yield* eachWanted(carried, wantedBy(carried, filter, null), () => void open++);
  return open;
}

function* eachWanted(carried: Carried, wanted: Wanted, take: (alert: Open) => void): Looking<void> {
  for (const [index, alert] of carried.alerts().entries()) {
    if (index > 0 && index % PART === 0) yield;
    if (isWanted(alert, wanted)) take(alert);
  }
}

function isWanted({ pairs, isSnoozed }: Open, { snoozed, clauses }: Wanted): boolean {
  return (
    (snoozed === "any" || isSnoozed === (snoozed === "only")) &&
    clauses.every((clause) => meets(pairs, clause))
  );
}

function meets(carried: readonly Pair[], { pairs, has }: Clause): boolean {
  return carried.some((pair) => pairs.has(pair)) === has;
}

/** Who types the name of a field means that, and not a label that is called so. */
function isSuggested({ of, name }: Pair): boolean {
  return of === "field" || !FIELD_NAMES.has(name);
}

/** Names that may be meant, by how many alerts carry them. */
function namesOf(counts: Iterable<[Pair, number]>, fragment: Fragment): Suggestions["names"] {
  const names = new Map<string, { values: number; open: number }>();
  for (const [{ name, folded }, open] of counts) {
    if (!isNameMeant(folded.name, fragment)) continue;
    const known = names.get(name) ?? { values: 0, open: 0 };
    names.set(name, { values: known.values + 1, open: known.open + open });
  }
  return [...names]
    .sort(([a, { open: inA }], [b, { open: inB }]) => inB - inA || compare(a, b))
    .slice(0, MAX_SUGGESTIONS)
    .map(([name, { values }]) => ({ name, values }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
