import type { Alert } from "../../../../domain/alert.ts";
import type { Tables } from "../file/database.ts";

/** A label, and as JSON the ids of some alerts that have it, in order. */
export interface Labelled {
  readonly name: string;
  readonly value: string;
  readonly ids: string;
}

/**
 * The labels of alerts that follow each other: most are those of many, and lie beside each other in the file. One by
 * one they would take longer than the alerts themselves.
 */
export function labelledBy(alerts: readonly Pick<Alert, "id" | "labels">[]): Labelled[] {
  const labelled = new Map<string, Map<string, number[]>>();
  for (const { id, labels } of alerts) {
    for (const [name, value] of Object.entries(labels)) {
      const values = entryOf(labelled, name, () => new Map<string, number[]>());
      entryOf(values, value, (): number[] => []).push(id);
    }
  }
  return [...labelled].flatMap(([name, values]) =>
    [...values].map(([value, ids]) => ({ name, value, ids: JSON.stringify(ids) })),
  );
}

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** Writes labels that are not there yet. */
export function prepareLabelInBulk({
  $client: db,
}: Tables): (labelled: readonly Labelled[]) => void {
  const label = db.prepare<[string, string, string]>(
    "insert into labels (name, value, alert_id) select ?, ?, value from json_each(?)",
  );
  return (labelled) => {
    for (const { name, value, ids } of labelled) label.run(name, value, ids);
  };
}

/**
 * Gathers labels of alerts in the order of their ids, and writes them when all are there, in the order of their table:
 * as they come, each label's ids would go to another place of it. They wait in a file of the system's for temporary ones.
 */
export function prepareLabelInOrder({ $client: db }: Tables) {
  db.exec(
    `create temp table label_runs (name text, value text, run integer, ids text,
     primary key (name, value, run)) without rowid`,
  );
  const insert = db.prepare<[string, string, number, string]>(
    "insert into temp.label_runs (name, value, run, ids) values (?, ?, ?, ?)",
  );
  let runs = 0;

  function add(labelled: readonly Labelled[]): void {
    for (const { name, value, ids } of labelled) insert.run(name, value, runs, ids);
    runs += 1;
  }

  function write(): void {
    db.exec(
      `insert into labels (name, value, alert_id)
       select r.name, r.value, e.value from temp.label_runs r cross join json_each(r.ids) e
       order by r.name, r.value, r.run`,
    );
    db.exec("drop table temp.label_runs");
  }

  return { add, write };
}

/** Counts alerts between two numbers, both included, of which none is counted yet. */
export function prepareCountInBulk({ $client: db }: Tables): (first: number, last: number) => void {
  const counts = db.prepare<[number, number]>(
    `insert into counts (minute, severity, alerts)
     select received_at / 60000, severity, count(*) from alerts
     where id >= ? and id <= ? and deleted_at is null group by 1, 2
     on conflict do update set alerts = alerts + excluded.alerts`,
  );
  return (first, last) => void counts.run(first, last);
}
