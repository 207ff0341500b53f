/** "No alerts", "12 alerts", "More than 100 alerts"; while they are still being looked for, "Searching further back". */
export function foundWords(count: number, isMore: boolean): string {
  if (count === 0) return isMore ? "Searching further back" : "No alerts";
  return `${isMore ? "More than " : ""}${count} ${count === 1 ? "alert" : "alerts"}`;
}

/** "3 selected" */
export function selectedWords(count: number | "all"): string {
  if (count === "all") return "All that match are selected";
  return count === 0 ? "Nothing is selected" : `${count} selected`;
}

/** "Offline. Changes do not reach this page" */
export function connectionWords(state: "live" | "offline" | "signed-out"): string {
  if (state === "live") return "Live again";
  return `${state === "offline" ? "Offline" : "Signed out"}. Changes do not reach this page`;
}
