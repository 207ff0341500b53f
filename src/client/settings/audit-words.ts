import { OPERATOR } from "../../domain/actor.ts";
import type { AuditEntry } from "../../protocol/people.ts";
import { actorWords } from "../words/actor-words.ts";
import { plain } from "../words/plain.ts";

/** What happened, in a sentence: "Mira made Jon an admin". */
export function auditWords(entry: AuditEntry): string {
  const actor = doerWords(entry.actor);
  const on = actorWords(entry.on ?? entry.actor);
  const own = entry.actor === entry.on;
  switch (entry.type) {
    case "signed-in":
      return `${on} signed in${viaWords(entry)}`;
    case "sign-in-failed":
      return own
        ? `${actor} did not give their present password`
        : `Somebody failed to sign in${entry.on === null ? "" : ` as ${on}`}${byWords(entry)}`;
    case "signed-out":
      return `${on} signed out`;
    case "session-ended":
      return `${actor} ended a session of ${on}`;
    case "user-added":
      return own
        ? `${actor} came for the first time${asWords(entry)}`
        : `${actor} added ${on}${asWords(entry)}`;
    case "user-changed":
      return changeWords(entry, actor, own ? "themselves" : on);
    case "user-removed":
      return `${actor} removed ${on}`;
    case "password-changed":
      return own ? `${actor} changed their password` : `${actor} set a new password for ${on}`;
    case "key-added":
      return `${actor} made the ${on}`;
    case "key-revoked":
      return `${actor} revoked the ${on}`;
    case "webhook-added":
      return `${actor} made the ${on}`;
    case "webhook-changed":
      return `${actor} changed the ${on}`;
    case "webhook-removed":
      return `${actor} removed the ${on}`;
    case "webhook-secret-changed":
      return `${actor} gave the ${on} a new secret`;
    case "webhook-paused":
      return `${actor} paused the ${on}`;
    case "webhook-resumed":
      return `${actor} resumed the ${on}`;
    case "webhook-replayed":
      return `${actor} had events sent to the ${on} again`;
    case "monitor-added":
      return `${actor} made the ${on}`;
    case "monitor-changed":
      return `${actor} changed the ${on}`;
    case "monitor-removed":
      return `${actor} removed the ${on}`;
    case "operation-started":
      return `${actor} began the ${on}${kindWords(entry)}`;
    case "operation-cancelled":
      return `${actor} cancelled the ${on}${kindWords(entry)}`;
    case "backup-downloaded":
      return `${actor} downloaded the ${on}`;
    case "backup-removed":
      return `${actor} removed the ${on}`;
    case "alert-forgotten":
      return `${actor} deleted the ${on} for good`;
    default:
      return entry.type satisfies never;
  }
}

/** It is nobody who has signed in where the server is set up, or told what to do by a command. */
function doerWords(actor: string): string {
  return actor === OPERATOR ? "Whoever runs this server" : actorWords(actor);
}

function changeWords(entry: AuditEntry, actor: string, on: string): string {
  const { disabled } = entry.detail;
  const role = textOf(entry, "role");
  // An identity provider says at each sign-in what somebody may do.
  if (textOf(entry, "issuer") !== "") return `${actor} came back${asWords(entry)}`;
  const changes = [
    ...(role === "" ? [] : [`made ${on} ${articled(role)}`]),
    ...(disabled === true ? [`disabled ${on}`] : []),
    ...(disabled === false ? [`enabled ${on}`] : []),
  ];
  return `${actor} ${changes.length === 0 ? `changed ${on}` : changes.join(" and ")}`;
}

function asWords(entry: AuditEntry): string {
  const role = textOf(entry, "role");
  return role === "" ? "" : ` as ${articled(role)}`;
}

function articled(role: string): string {
  return `${/^[aeiou]/u.test(role) ? "an" : "a"} ${role}`;
}

function viaWords(entry: AuditEntry): string {
  return textOf(entry, "via") === "oidc" ? " with the identity provider" : "";
}

function kindWords(entry: AuditEntry): string {
  const kind = textOf(entry, "kind");
  return kind === "" ? "" : `, ${articled(kind)}`;
}

/** By what they tried: "password", "setup code", or "provider: " and the code of the problem. */
function byWords(entry: AuditEntry): string {
  const reason = textOf(entry, "reason");
  return reason === "" ? "" : ` by ${reason.replaceAll("-", " ")}`;
}

function textOf({ detail }: AuditEntry, field: string): string {
  const value = new Map(Object.entries(detail)).get(field);
  return typeof value === "string" ? plain(value) : "";
}
