import { plain } from "./plain.ts";

/**
 * Who did something, as it stands in a sentence. People have names of their own; what is no person
 * says so, or a source could pass for one by its name.
 */
export function actorWords(actor: string): string {
  const { kind, name } = /^(?<kind>[a-z]+):(?<name>.*)$/su.exec(actor)?.groups ?? {};
  if (kind === undefined || name === undefined) return plain(actor);
  return kind === "user" ? plain(name) : `${kind} ${plain(name)}`;
}
