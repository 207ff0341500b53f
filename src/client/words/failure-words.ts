import type { Failure } from "../../protocol/answer.ts";

/** What went wrong, in sentences; what a field has to be says it alone. */
export function failureWords({ code, title, detail }: Failure): string {
  const parts = code === "invalid-body" ? [detail] : [title, detail];
  return parts.map(sentence).filter(Boolean).join(" ");
}

/** "password: must be longer" as "Password: must be longer." */
function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return begun === "" || /[.!?]$/u.test(begun) ? begun : `${begun}.`;
}
