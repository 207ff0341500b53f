import type { Severity } from "./alert.ts";

const WORDS: Readonly<Record<Severity, readonly string[]>> = {
  critical:
    "critical crit fatal page emergency emerg panic alert disaster blocker urgent highest p0 p1 sev0 sev1 s1".split(
      " ",
    ),
  error: "error err major high severe average p2 sev2 s2".split(" "),
  warning: "warning warn minor medium moderate normal p3 sev3 s3".split(" "),
  info: "info information informational notice low lowest debug trace ok none p4 p5 sev4 sev5 s4 s5".split(
    " ",
  ),
};

const SEVERITY_OF = new Map(
  (Object.keys(WORDS) as Severity[]).flatMap((severity) =>
    WORDS[severity].map((word) => [word, severity] as const),
  ),
);

/**
 * The severity nearest to a source's own word for it. No word means `info`; a word nobody
 * knows means `warning`, so that it neither pages anyone nor goes unseen.
 */
export function severityFrom(word: string | null | undefined): Severity {
  const known = word?.trim().toLowerCase() ?? "";
  return known === "" ? "info" : (SEVERITY_OF.get(known) ?? "warning");
}
