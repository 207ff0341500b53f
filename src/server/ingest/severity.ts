import type { Pairs, Severity } from "../../domain/alert.ts";
import { isRecovery, knownSeverity, severityFrom } from "../../domain/severity.ts";
import { firstOf } from "./pairs.ts";
import type { ReportStatus } from "./status.ts";

/**
 * The severity that one of these words names; undefined where none says anything. That of a recovery
 * is often the state it leads to ("OK"), which is not how bad the trouble was.
 */
export function severityOf(
  words: readonly (string | undefined)[],
  status: ReportStatus,
): Severity | undefined {
  const given = words.filter((word): word is string => (word ?? "").trim() !== "");
  if (status === "resolved") {
    const word = given.find((word) => knownSeverity(word) !== null && !isRecovery(word));
    return knownSeverity(word) ?? undefined;
  }
  const word = given.find((word) => knownSeverity(word) !== null) ?? given[0];
  return word === undefined ? undefined : severityFrom(word);
}

/** The words for the severity that labels and annotations have, those that surely mean it first. */
export function severityWords(...pairs: readonly Pairs[]): string[] {
  return pairs.flatMap((each) => {
    const level = firstOf(each, "level");
    // A level may also be a floor of a building.
    const isWord = knownSeverity(level) !== null;
    return [firstOf(each, "severity"), isWord ? level : "", firstOf(each, "priority")];
  });
}
