import { ME, type WrittenFilter } from "../../domain/filter.ts";
import { writeSearch } from "../address/search-text.ts";
import { actorWords } from "../words/actor-words.ts";
import { plain } from "../words/plain.ts";
import { SEVERITY_WORDS, STATUS_WORDS } from "../words/words.ts";

/** Which alerts a filter wants, in a line: "critical or error, firing, from grafana, env=prod". */
export function filterWords(filter: WrittenFilter): string {
  const { severity = [], status = [], source = [] } = filter;
  const parts = [
    either(severity.map((one) => SEVERITY_WORDS[one].toLowerCase())),
    either(status.map((one) => STATUS_WORDS[one].toLowerCase())),
    source.length === 0 ? "" : `from ${either(source.map(plain))}`,
    plain(writeSearch(filter)),
    othersWords(filter),
  ].filter(Boolean);
  return parts.length === 0 ? "all alerts" : parts.join(", ");
}

/** What a filter asks beside what the form has fields for, empty where that is nothing. */
export function othersWords({ acknowledgedBy = [], snoozed, deleted }: WrittenFilter): string {
  const by = acknowledgedBy.map((one) => (one === ME ? "you" : actorWords(one)));
  return [
    by.length === 0 ? "" : `acknowledged by ${either(by)}`,
    snoozed === "only" ? "snoozed ones alone" : "",
    snoozed === "no" ? "no snoozed ones" : "",
    deleted === "only" ? "deleted ones alone" : "",
    deleted === "include" ? "deleted ones too" : "",
  ]
    .filter(Boolean)
    .join(", ");
}

function either(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}
