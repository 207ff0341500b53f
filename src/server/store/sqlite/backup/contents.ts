import type Database from "better-sqlite3";

/** What a database holds, as of one moment. */
export interface Contents {
  readonly epoch: string;
  /** The last event, and the one up to which alerts were removed for good. */
  readonly seq: number;
  readonly floor: number;
  readonly events: number;
  readonly alerts: number;
}

export function contentsOf(db: Database.Database): Contents {
  const one = (sql: string) => db.prepare<[], number | string | null>(sql).pluck().get();
  return {
    epoch: String(one("select value from meta where key = 'epoch'") ?? ""),
    seq: Number(one("select max(seq) from events") ?? 0),
    floor: Number(one("select value from meta where key = 'floor'") ?? 0),
    events: Number(one("select count(*) from events")),
    alerts: Number(one("select count(*) from alerts")),
  };
}

/**
 * What is wrong with a database as a whole, null where nothing is: SQLite looks through every page, and
 * the log must be whole from its floor on. `promised` is what it should hold, where that is known.
 */
export function faultOfContents(
  db: Database.Database,
  promised: Omit<Contents, "floor"> | null,
): string | null {
  const found = String(db.pragma("integrity_check(1)", { simple: true }));
  if (found !== "ok") return `SQLite finds fault with it: ${found}.`;
  const { seq, floor, ...contents } = contentsOf(db);
  const after = Number(db.prepare("select count(*) from events where seq > ?").pluck().get(floor));
  if (after !== Math.max(0, seq - floor)) return `Its log has gaps after event ${floor}.`;
  if (promised === null) return null;
  const held = { seq, ...contents };
  const [wrong] = (["epoch", "seq", "events", "alerts"] as const).filter(
    (name) => held[name] !== promised[name],
  );
  return wrong === undefined
    ? null
    : `It should have ${wrong} ${promised[wrong]}, and has ${held[wrong]}.`;
}
