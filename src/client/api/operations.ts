import type { Answer } from "../../protocol/answer.ts";
import { oneOperationSchema, type ShownOperation } from "../../protocol/operations.ts";
import { tellDeed } from "./deeds.ts";
import { request } from "./request.ts";

export function readOperation(id: number): Promise<Answer<ShownOperation>> {
  return askOperation(`/api/operations/${id}`);
}

/** It ends after the step that it is at. */
export function cancelOperation(id: number): Promise<Answer<ShownOperation>> {
  return askOperation(`/api/operations/${id}/cancel`, { method: "POST" });
}

/** Begins to take back what that operation has done to all that matched. */
export function undoOperation(id: number): Promise<Answer<ShownOperation>> {
  return askOperation(`/api/operations/${id}/undo`, { method: "POST" });
}

/** As long as it is asked how far it is, what it does is the reader's doing. */
export async function askOperation(
  path: string,
  init?: RequestInit,
): Promise<Answer<ShownOperation>> {
  tellDeed(null);
  const answer = await request(oneOperationSchema, path, init);
  return answer.ok ? { ok: true, value: answer.value.operation } : answer;
}
