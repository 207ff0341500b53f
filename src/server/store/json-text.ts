import { ok, type Result } from "../../domain/problem.ts";

/** A value as the JSON that it is sent as: who only passes it on need not read it to write it again. */
export class JsonText<T> {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): T {
    return JSON.parse(this.text) as T;
  }
}

/** What is read where it is sent from. */
export function asJsonText<T>(result: Result<T>): Result<JsonText<T>> {
  return result.ok ? ok(new JsonText(JSON.stringify(result.value))) : result;
}
