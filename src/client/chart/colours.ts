/** What a chart is drawn with, as a canvas takes it. */
export interface Colours {
  readonly value: string;
  readonly expected: string;
  readonly open: string;
  readonly openEdge: string;
  readonly score: string;
  readonly unusual: string;
  readonly grid: string;
  readonly label: string;
}

const NAMED: Readonly<Record<keyof Colours, string>> = {
  value: "var(--accent)",
  expected: "var(--ink-3)",
  open: "color-mix(in oklab, var(--critical) 12%, transparent)",
  openEdge: "var(--critical)",
  score: "color-mix(in oklab, var(--ink-3) 55%, transparent)",
  unusual: "var(--critical)",
  grid: "var(--line)",
  label: "var(--ink-3)",
};

/** The colours of the page as they are now, light or dark: a canvas knows no custom properties. */
export function coloursWithin(element: Element): Colours {
  const probe = document.createElement("span");
  element.append(probe);
  const read = (name: keyof Colours): string => {
    probe.style.color = NAMED[name];
    return getComputedStyle(probe).color;
  };
  const colours: Colours = {
    value: read("value"),
    expected: read("expected"),
    open: read("open"),
    openEdge: read("openEdge"),
    score: read("score"),
    unusual: read("unusual"),
    grid: read("grid"),
    label: read("label"),
  };
  probe.remove();
  return colours;
}
