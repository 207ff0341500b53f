import type { Severity } from "./alert.ts";

/** Priorities count from 1, the worst. Bare numbers are left out: sources disagree on the end. */
const WORDS: Readonly<Record<Severity, string>> = {
  critical: `critical crit fatal page pager paging emergency emerg panic alert alarm disaster
    catastrophic blocker urgent immediate down highest veryhigh p0 p1 priority1 sev0 sev1 s1
    severity1`,
  error: `error err errors major high severe serious important average failure failed p2 priority2
    sev2 s2 severity2`,
  warning: `warning warn warnings minor medium moderate normal caution degraded unstable ticket p3
    priority3 sev3 s3 severity3`,
  info: `info information informational notice low lowest verylow trivial debug verbose trace log
    ok okay good success clear cleared resolved recovered none null na notclassified p4 p5 priority4
    priority5 sev4 sev5 s4 s5 severity4 severity5`,
};

const SEVERITY_OF = new Map(
  (Object.keys(WORDS) as Severity[]).flatMap((severity) =>
    WORDS[severity].split(/\s+/u).map((word) => [word, severity] as const),
  ),
);

/** Words for the state after the trouble. Who sends one with a recovery does not say how bad it was. */
const RECOVERY = new Set(
  `ok okay good success normal clear cleared resolved recovered up none null na`.split(" "),
);

/** Whether a word for a severity tells of the end of the trouble instead. */
export function isRecovery(word: string): boolean {
  return RECOVERY.has(lettersOf(word));
}

/**
 * The severity nearest to a source's own word for it, however it is spelt ("SEV-1", "very high",
 * "P1 - Critical"). No word means `info`; a word nobody knows means `warning`, so that it neither
 * pages anyone nor goes unseen.
 */
export function severityFrom(word: string | null | undefined): Severity {
  const known = knownSeverity(word);
  if (known !== null) return known;
  return lettersOf(word ?? "") === "" ? "info" : "warning";
}

/** The severity that a word means, or the first of several that means one. Null where none does. */
export function knownSeverity(word: string | null | undefined): Severity | null {
  const text = word ?? "";
  const whole = SEVERITY_OF.get(lettersOf(text));
  if (whole !== undefined) return whole;
  const parts = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  for (const [index, part] of parts.entries()) {
    if (NEGATIONS.has(parts[index - 1] ?? "")) continue;
    const together = SEVERITY_OF.get(part + (parts[index + 1] ?? ""));
    const found = together ?? SEVERITY_OF.get(part);
    if (found !== undefined) return found;
  }
  return null;
}

const NEGATIONS = new Set(["not", "no", "non"]);

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
