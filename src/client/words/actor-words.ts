import { plain } from "./plain.ts";

/** What monitors are called now, by their number; null where one is no more. */
export type MonitorNames = ReadonlyMap<string, string | null>;

/**
 * Who did something, as it stands in a sentence. People have names of their own; what is no person
 * says so, or a source could pass for one by its name. A monitor has a number, and its name where that is known.
 */
export function actorWords(actor: string, monitors?: MonitorNames): string {
  const { kind, name } = /^(?<kind>[a-z]+):(?<name>.*)$/su.exec(actor)?.groups ?? {};
  if (kind === undefined || name === undefined) return plain(actor);
  if (kind === "user") return plain(name);
  const called = kind === "monitor" ? monitors?.get(name) : undefined;
  return called === null ? "a removed monitor" : `${kind} ${plain(called ?? name)}`;
}
