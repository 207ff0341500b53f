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
