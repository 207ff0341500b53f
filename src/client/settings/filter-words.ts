import { ME, type WrittenFilter } from "../../domain/filter.ts";
import { writeSearch } from "../address/search-text.ts";
import { actorWords } from "../words/actor-words.ts";
import { listed } from "../words/listed.ts";
import { plain } from "../words/plain.ts";
import { SEVERITY_WORDS, STATUS_WORDS } from "../words/words.ts";

/** Which alerts a filter wants, in a line: "critical or error, firing, from grafana, env=prod". */
export function filterWords(filter: WrittenFilter): string {
  const { severity = [], status = [], source = [] } = filter;
  const parts = [
    listed(
      severity.map((one) => SEVERITY_WORDS[one].toLowerCase()),
      "or",
    ),
    listed(
      status.map((one) => STATUS_WORDS[one].toLowerCase()),
      "or",
    ),
    source.length === 0 ? "" : `from ${listed(source.map(plain), "or")}`,
    plain(writeSearch(filter)),
    othersWords(filter),
  ].filter(Boolean);
  return parts.length === 0 ? "all alerts" : parts.join(", ");
}

/** What a filter asks beside what the form has fields for, empty where that is nothing. */
export function othersWords({ acknowledgedBy = [], snoozed, deleted }: WrittenFilter): string {
  const by = acknowledgedBy.map((one) => (one === ME ? "you" : actorWords(one)));
  return [
    by.length === 0 ? "" : `acknowledged by ${listed(by, "or")}`,
    snoozed === "only" ? "snoozed ones alone" : "",
    snoozed === "no" ? "no snoozed ones" : "",
    deleted === "only" ? "deleted ones alone" : "",
    deleted === "include" ? "deleted ones too" : "",
  ]
    .filter(Boolean)
    .join(", ");
}
