/**
 * Before anything is painted, puts on the root of the page what the browser keeps of how its reader wants
 * it, unless the server has; then does as other tabs say. What follows from it for times is there a task
 * later (`data-time-zone`, `data-hour-cycle`), since to ask for that takes long. It is sent inside the page,
 * and self-contained.
 */
export function preferEarly(): void {
  const { dataset } = document.documentElement;

  function put(preferences: Record<string, unknown>): void {
    for (const name of ["theme", "density", "zone", "hours"]) {
      const value = preferences[name];
      if (typeof value === "string") dataset[name] = value;
    }
    // The colour of what the browser draws around the page: of the theme, else of the system's.
    const isSystem = dataset["theme"] !== "light" && dataset["theme"] !== "dark";
    for (const colour of document.querySelectorAll<HTMLMetaElement>("meta[data-of]")) {
      const of = colour.dataset["of"] ?? "";
      const isIts = of === dataset["theme"] ? "all" : "not all";
      colour.media = isSystem ? `(prefers-color-scheme: ${of})` : isIts;
    }
  }

  /** WebKit on a system without a language says "C", which is the tag of none. */
  function languageOf(): string | undefined {
    try {
      return Intl.getCanonicalLocales(navigator.language)[0];
    } catch {
      return undefined;
    }
  }

  function settle(): void {
    const { zone = "local", hours = "locale" } = dataset;
    const resolved = (timeZone?: string) =>
      new Intl.DateTimeFormat(languageOf(), { hour: "numeric", timeZone }).resolvedOptions();
    let found = resolved();
    try {
      if (zone !== "local") found = resolved(zone);
    } catch {
      // Another browser knew it.
    }
    const isHalf = hours === "locale" ? found.hour12 === true : hours === "12";
    dataset["timeZone"] = found.timeZone;
    dataset["hourCycle"] = isHalf ? "h12" : "h23";
    dispatchEvent(new Event("preferred"));
  }

  try {
    const kept = dataset["theme"] === undefined && localStorage.getItem("tocsin.preferences");
    put(JSON.parse(kept || "{}") as Record<string, unknown>);
  } catch {
    // Browsers may be told to keep nothing.
  }
  setTimeout(settle);
  new BroadcastChannel("tocsin.preferences").onmessage = ({ data }) => {
    put(data as Record<string, unknown>);
    settle();
  };
}
