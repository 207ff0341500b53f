import type { Alert } from "../../../domain/alert.ts";
import type { Command, Report } from "../../../domain/command.ts";
import { type Memory, NO_MEMORY } from "../../../domain/memory.ts";
import { fail, ok, type Result } from "../../../domain/problem.ts";
import { isOldNews } from "../../../domain/report.ts";
import { identityOf } from "./identity.ts";

/** What a command is about: the row, null where there is none, and what is known of it beside. */
export interface Episode {
  readonly alert: Alert | null;
  readonly memory: Memory;
}

/** An alert that is there, with the name of its episode, null where it has none. */
export interface Known {
  readonly alert: Alert;
  readonly memory: Memory;
  readonly identity: string | null;
}

/** What names an episode. */
export interface Name {
  readonly source: string;
  readonly fingerprint: string;
  readonly identity: string;
}

/** How alerts are found. Of one identity one is open at most. */
export interface Find {
  readonly byId: (id: number) => Known | undefined;
  readonly open: (name: Name) => Known | undefined;
  /** The latest that is over. */
  readonly over: (name: Name) => Known | undefined;
  /** The first two identities of a source and fingerprint that are open. */
  readonly openNamed: (name: Omit<Name, "identity">) => readonly string[];
  /** The first after `identity` of which one is over. */
  readonly overNamed: (name: Name) => string | undefined;
}

const NONE: Episode = { alert: null, memory: NO_MEMORY };

/** Finds what a command is about. */
export function createEpisodes(find: Find): (command: Command) => Result<Episode> {
  function ofReport(report: Report): Result<Episode> {
    const { source, fingerprint } = report;
    if (fingerprint === null) return ok(NONE);
    const named = identityNamed(report, source, fingerprint);
    if (!named.ok) return named;
    const name = { source, fingerprint, identity: named.value };
    const open = find.open(name) ?? openFormerly(report);
    if (open === undefined) return ok(find.over(name) ?? NONE);
    return ok(openOrBefore(open, report, name));
  }

  /** What an older version opened under another fingerprint goes on under that one until it is over. */
  function openFormerly(report: Report): Known | undefined {
    const name = formerNameOf(report);
    return name && find.open(name);
  }

  /** The one alert of that source and fingerprint, where the report says no more. */
  function identityNamed(report: Report, source: string, fingerprint: string): Result<string> {
    const bare = identityOf({ source, fingerprint, labels: report.labels ?? {} });
    if (report.labels !== undefined) return ok(bare);
    const name = { source, fingerprint };
    const [one, other] = find.openNamed(name);
    if (one !== undefined && other === undefined) return ok(one);
    if (other !== undefined) return ambiguous(report, { ...name, identity: bare });
    const first = find.overNamed({ ...name, identity: "" });
    const second = first && find.overNamed({ ...name, identity: first });
    return ok(first !== undefined && second === undefined ? first : bare);
  }

  /** Of several that are open, the one without labels is meant; none is ended by guessing. */
  function ambiguous(report: Report, name: Name): Result<string> {
    if (report.status === "firing" || find.open(name) !== undefined) return ok(name.identity);
    return fail("alert-ambiguous", "Say which by its labels: several are open.");
  }

  /** Only a report with an earlier start may be of the episode before the open one. */
  function openOrBefore(open: Known, report: Report, name: Name): Episode {
    const { startedAt } = report;
    if (startedAt === null || startedAt >= open.alert.startedAt) return open;
    const over = find.over(name);
    if (over === undefined || !isOldNews(report, open, over)) return open;
    return { ...over, memory: { ...over.memory, isSucceeded: true } };
  }

  /** An end is taken back where nothing has taken the place of its episode. */
  function toReopen(known: Known | undefined): Episode {
    if (known === undefined) return NONE;
    const { alert, memory } = known;
    const name = nameOf(known);
    if (alert.status !== "resolved" || name === null) return known;
    return { alert, memory: { ...memory, isSucceeded: find.open(name) !== undefined } };
  }

  return (command) => {
    if (command.type === "Report") return ofReport(command.report);
    const known = find.byId(command.id);
    return ok(command.type === "Reopen" ? toReopen(known) : (known ?? NONE));
  };
}

/** Under which name an older version may have opened what a report tells of. */
export function formerNameOf({ source, formerFingerprint, labels = {} }: Report): Name | undefined {
  if (formerFingerprint === undefined) return undefined;
  const name = { source, fingerprint: formerFingerprint };
  return { ...name, identity: identityOf({ ...name, labels }) };
}

/** Null where an alert has no name. */
export function nameOf({ alert, identity }: Pick<Known, "alert" | "identity">): Name | null {
  const { source, fingerprint } = alert;
  return fingerprint === null || identity === null ? null : { source, fingerprint, identity };
}
