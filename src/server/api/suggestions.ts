import "server-only";
import * as v from "valibot";
import type { Principal } from "../../domain/principal.ts";
import type { Result } from "../../domain/problem.ts";
import { readParameters } from "../../protocol/parameters.ts";
import { MAX_FRAGMENT, type Suggestions, suggestionsSchema } from "../../protocol/suggestions.ts";
import type { Route } from "../http/route.ts";
import type { Suggester } from "../suggestions/suggestions.ts";
import { askedFilter } from "./asked-filter.ts";

export interface SuggestionParts {
  readonly suggester: Pick<Suggester, "suggest">;
}

/** What could be asked for next. */
export function suggestionRoutes({ suggester }: SuggestionParts): Route[] {
  return [
    {
      method: "GET",
      path: "/api/suggest",
      summary: "What could be meant by a text that begins to be typed",
      need: "read",
      parameters: suggestParameters,
      takesFilter: true,
      answer: suggestionsSchema,
      handle: ({ params, principal }) => readSuggestions(suggester, params, principal),
    },
  ];
}

const suggestParameters = v.object({
  text: v.optional(v.pipe(v.string(), v.maxLength(MAX_FRAGMENT))),
});

async function readSuggestions(
  suggester: SuggestionParts["suggester"],
  params: URLSearchParams,
  principal: Principal,
): Promise<Result<Suggestions>> {
  const filter = askedFilter(params, principal);
  if (!filter.ok) return filter;
  const parameters = readParameters(suggestParameters, params);
  if (!parameters.ok) return parameters;
  return suggester.suggest(parameters.value.text ?? "", filter.value);
}
