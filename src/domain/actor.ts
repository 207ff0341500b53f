/**
 * Who has done something, as the log names them: `operator` where nobody has signed in, else a kind
 * and a name, such as `source:alertmanager`. Sources name themselves, so a name alone could be
 * anyone's. A monitor is named by its number.
 */
export type Actor = "operator" | `${"source" | "user" | "key" | "monitor"}:${string}`;

/** Whoever acts on the page while nobody signs in. */
export const OPERATOR: Actor = "operator";

/** A source, for what it says and for what time does to that. */
export function sourceActor(name: string): Actor {
  return `source:${name}`;
}
