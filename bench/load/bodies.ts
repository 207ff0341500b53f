import { createScenario } from "../../src/generator/scenario.ts";

/** Texts of made-up alerts from which bodies are put together; more would only fill caches. */
const TEXTS = 500;

/**
 * Writes bodies of so many alerts for `POST /api/alerts`, each a trouble of its own: the source
 * names it, so that Tocsin must look whether it knows it, and it never does. All but the name is
 * written beforehand, so that writing takes no time from those who are measured.
 */
export function alertBodies(): (alerts: number) => string {
  const texts = alertTexts();
  const run = Date.now().toString(36);
  let posted = 0;
  const next = (): string => {
    const text = texts[posted % TEXTS] ?? "";
    posted += 1;
    return `{"fingerprint":"${run}-${posted}",${text}`;
  };
  return (alerts) => `[${Array.from({ length: alerts }, next).join(",")}]`;
}

function alertTexts(): string[] {
  const scenario = createScenario({ seed: 7 });
  return Array.from({ length: TEXTS }, () => {
    const { source, title, description, severity, labels, annotations, url, startedAt } =
      scenario.next(Date.UTC(2026, 0, 1)).report;
    const alert = { source, title, description, severity, labels, annotations, url, startedAt };
    return JSON.stringify(alert).slice(1);
  });
}
