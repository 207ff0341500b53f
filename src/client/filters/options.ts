import { isNameMeant, isValueMeant, readFragment } from "../../domain/fragment.ts";
import { writeMatcher } from "../../domain/label-matcher.ts";
import { quote } from "../../domain/quoting.ts";
import { fold } from "../../domain/search.ts";
import type { Suggestions } from "../../protocol/suggestions.ts";
import { isBareValue, type Part, partsOf, typeMatcher } from "../address/search-text.ts";

/** Something that what is typed could become. */
export interface Option {
  readonly label: string;
  /** What there is to know of it. */
  readonly hint: string;
  /** All of what is typed, if it is chosen. */
  readonly text: string;
}

/** The last part of what is typed, where no blank follows it. */
interface LastPart {
  readonly start: number;
  readonly part: Part | null;
  /** What the server is asked for. */
  readonly asked: string;
}

export const NO_SUGGESTIONS: Suggestions = { names: [], values: [] };

/** So many names and values are shown: a list that is seen at a glance. */
const MOST_NAMES = 5;
const MOST_VALUES = 7;

export function lastPartOf(typed: string): LastPart {
  const part = partsOf(typed).at(-1);
  if (part === undefined || part.end < typed.length)
    return { start: typed.length, part: null, asked: "" };
  const { matcher, start } = part;
  if (matcher === null) return { start, part, asked: part.text };
  const asked = writeMatcher({ name: matcher.name, operator: "=", value: matcher.value });
  return { start, part, asked };
}

/**
 * Names, then values, then the text as it stands, without the names that are `refused` there. Until the server has
 * answered, what it suggested was for another text: what this one cannot mean is left out.
 */
export function optionsOf(
  typed: string,
  suggested: Suggestions,
  refused: readonly string[] = [],
): readonly Option[] {
  const { start, part, asked } = lastPartOf(typed);
  const { names, values } = meantBy(asked, without(refused, suggested));
  const before = typed.slice(0, start);
  const operator = part?.matcher?.operator ?? "=";
  // A pattern is no beginning of a value.
  if (operator.includes("~")) return [];
  const text = part === null || part.matcher !== null ? [] : [part.text];
  return [
    ...names.slice(0, MOST_NAMES).map(({ name, values }) => ({
      label: `${typeName(name)}=`,
      hint: values === 1 ? "1 value" : `${values} values`,
      text: `${before}${typeName(name)}=`,
    })),
    ...values.slice(0, MOST_VALUES).map(({ name, value, open }) => {
      const written = `${typeName(name)}${operator}${typeValue(value)}`;
      return { label: written, hint: `${open} open`, text: `${before}${written}` };
    }),
    ...text.map((word) => ({ label: `“${word}” anywhere`, hint: "↵", text: typed })),
  ];
}

function without(refused: readonly string[], { names, values }: Suggestions): Suggestions {
  const isAskable = ({ name }: { readonly name: string }) => !refused.includes(name);
  return { names: names.filter(isAskable), values: values.filter(isAskable) };
}

/** By what the server goes by, too, which leaves what it has suggested for this text as it is. */
function meantBy(asked: string, { names, values }: Suggestions): Suggestions {
  const fragment = readFragment(asked);
  return {
    names: names.filter(({ name }) => isNameMeant(fold(name), fragment)),
    values: values.filter(({ name, value }) => {
      const folded = { name: fold(name), value: fold(value) };
      return isValueMeant({ name, folded }, fragment);
    }),
  };
}

function typeName(name: string): string {
  const typed = typeMatcher(writeMatcher({ name, operator: "=", value: "" }));
  return typed.slice(0, -"=".length);
}

function typeValue(value: string): string {
  return isBareValue(value) && !value.startsWith("~") ? value : quote(value);
}
