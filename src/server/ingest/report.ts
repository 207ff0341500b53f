import type { Pairs } from "../../domain/alert.ts";
import type { Report } from "../../domain/command.ts";
import { wellFormed } from "../../domain/well-formed.ts";
import { cutApart, fitAnnotations, fitLabels } from "./fit.ts";
import { LIMITS } from "./limits.ts";
import { fits, shorten, wellFormedPairs } from "./text.ts";

/**
 * The report of a webhook, made to fit: its sender cannot mend it. Whatever is cut ends in "…" and
 * stays whole, as far as there is room, among the annotations.
 */
export function fitted(told: Report): Report {
  const { labels, whole } = fitLabels(wellFormedPairs(told.labels ?? {}));
  const besides = { ...whole, ...besidesOf(told) };
  const hasBesides = told.status === "firing" && Object.keys(besides).length > 0;
  const annotations = told.annotations ?? (hasBesides ? {} : undefined);
  return {
    ...told,
    source: cutApart(wellFormed(told.source), LIMITS.source),
    fingerprint:
      told.fingerprint === null ? null : cutApart(wellFormed(told.fingerprint), LIMITS.fingerprint),
    title: shortened(told.title, LIMITS.title),
    name: shortened(told.name, LIMITS.title),
    description: shortened(told.description, LIMITS.description),
    labels: told.labels === undefined ? undefined : labels,
    annotations:
      annotations === undefined
        ? undefined
        : fitAnnotations(wellFormedPairs({ ...annotations, ...besides })),
    url: told.url && !fits(told.url, LIMITS.url) ? null : told.url && wellFormed(told.url),
  };
}

function shortened(text: string | undefined, max: number): string | undefined {
  return text === undefined ? undefined : shorten(wellFormed(text), max);
}

/** What is too long where it belongs, and may stand nowhere else. */
function besidesOf({ title = "", fingerprint, url, annotations = {} }: Report): Pairs {
  const isElsewhere = Object.values(annotations).includes(title);
  return {
    ...(fits(title, LIMITS.title) || isElsewhere ? {} : { tocsin_title: title }),
    ...(fits(fingerprint ?? "", LIMITS.fingerprint)
      ? {}
      : { tocsin_fingerprint: fingerprint ?? "" }),
    ...(fits(url ?? "", LIMITS.url) ? {} : { tocsin_url: url ?? "" }),
  };
}
