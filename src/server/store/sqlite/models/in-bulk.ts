import type { Alert } from "../../../../domain/alert.ts";
import type { Tables } from "../file/database.ts";

/**
 * Makes labels and counts of alerts that follow each other and of which there are none yet. One by one they would
 * take longer than the alerts themselves: most labels are those of many, and lie beside each other.
 */
export function prepareInBulk({ $client: db }: Tables): (alerts: readonly Alert[]) => void {
  const label = db.prepare<[string, string, string]>(
    "insert into labels (name, value, alert_id) select ?, ?, value from json_each(?)",
  );
  const counts = db.prepare<[number, number]>(
    `insert into counts (minute, severity, alerts)
     select received_at / 60000, severity, count(*) from alerts
     where id >= ? and id <= ? and deleted_at is null group by 1, 2
     on conflict do update set alerts = alerts + excluded.alerts`,
  );
  return (alerts) => {
    const [first, last] = [alerts.at(0), alerts.at(-1)];
    if (first === undefined || last === undefined) return;
    for (const [name, values] of labelledBy(alerts))
      for (const [value, ids] of values) label.run(name, value, JSON.stringify(ids));
    counts.run(first.id, last.id);
  };
}

/** By name and value, the alerts that have that label. */
function labelledBy(alerts: readonly Alert[]): Map<string, Map<string, number[]>> {
  const labelled = new Map<string, Map<string, number[]>>();
  for (const { id, labels } of alerts) {
    for (const [name, value] of Object.entries(labels)) {
      const values = entryOf(labelled, name, () => new Map<string, number[]>());
      entryOf(values, value, (): number[] => []).push(id);
    }
  }
  return labelled;
}

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
