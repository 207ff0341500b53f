import "server-only";
import type { Problem } from "../../domain/problem.ts";
import { wellFormed } from "../../domain/well-formed.ts";
import type { Log } from "./log.ts";

export type Refusals = ReturnType<typeof createRefusals>;

/** Who sent what was refused, as far as that is known. */
export interface Sender {
  /** The name of the source in the feed, null where the address names none. */
  readonly source: string | null;
  readonly host: string;
  readonly path: string;
  /** The address of whoever is connected: the sender, or a proxy before it. */
  readonly from: string;
  /** Who it was, such as `key:alertmanager`, null where nobody could be told. */
  readonly principal: string | null;
}

/** Time (ms) in which one reason is logged once. */
const ONCE_IN = 60_000;
/** Reasons that are told apart at a time. Beyond them only their codes are. */
const MOST = 200;
/** Characters of what a sender has written, in a line of the log. */
const LONGEST = 300;

/** Problems whose detail repeats a part of a body or a query, which no log is to have. */
const QUOTING: ReadonlySet<string> = new Set(["invalid-json", "invalid-parameter"]);

/** The name of a source that may stand in a log; anything else could forge what stands around it. */
const SANE = /^[\w .:/@-]{1,64}$/u;

/** What is known of a reason that was logged: when, and how often it has come up since. */
interface Told {
  readonly at: number;
  again: number;
}

/**
 * Logs what was refused: each reason once a minute, however often it comes up, since a sender that
 * is set up wrongly goes on sending and nobody else would know.
 */
export function createRefusals(log: Pick<Log, "warn">, now: () => number) {
  const told = new Map<string, Told>();

  function tell({ code, detail }: Problem, sender: Sender): void {
    const isQuoting = QUOTING.has(code) || (code === "invalid-body" && sender.source === null);
    const line = { code, detail: isQuoting ? null : brief(detail), ...briefly(sender) };
    const reason = reasonFor(code, JSON.stringify(line));
    const before = told.get(reason);
    if (before !== undefined && now() - before.at < ONCE_IN) {
      before.again += 1;
      return;
    }
    told.set(reason, { at: now(), again: 0 });
    log.warn({ ...line, again: before?.again ?? 0 }, "refused");
  }

  function reasonFor(code: string, whole: string): string {
    if (told.has(whole) || told.size < MOST) return whole;
    for (const [reason, { at }] of told) if (now() - at >= ONCE_IN) told.delete(reason);
    return told.size < MOST ? whole : code;
  }

  return { tell };
}

function briefly({ source, host, path, from, principal }: Sender): Sender {
  const name = source !== null && SANE.test(source) ? source : null;
  return {
    source: name,
    host: brief(host),
    path: brief(path),
    from,
    principal: principal && brief(principal),
  };
}

function brief(text: string): string {
  return wellFormed(text.slice(0, LONGEST));
}
