import type { Failure } from "../../protocol/answer.ts";

/** What is said in place of a part of the page that could not be loaded. */
export function missingPart(part: string): Failure {
  return {
    code: "unreachable",
    title: `${part} could not be loaded`,
    detail: "If that goes on, reload the page.",
  };
}
