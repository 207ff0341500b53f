/** Hides it before it is painted. It is sent inside the page, and self-contained. */
export function hideBannerEarly(): void {
  try {
    const mark = localStorage.getItem("tocsin.banner");
    if (mark !== null) document.documentElement.dataset["banner"] = mark;
  } catch {
    // Browsers may be told to keep nothing.
  }
}
