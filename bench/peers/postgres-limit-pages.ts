import type { Pool, PoolClient } from "pg";
import { type AlertRow, readAlert } from "../../src/server/store/postgres/models/alert-row.ts";
import { labelHash } from "../../src/server/store/postgres/models/label-hash.ts";

const PAGE = 50;
/** Ids in the first window, how much more in each after it, and in the largest, which is what one partition of texts has. */
const [SMALLEST, GROWTH, LARGEST] = [2_000, 4, 50_000];

interface Moment {
  readonly epoch: string;
  readonly seq: number;
  readonly last: number;
}

/** Pages as Tocsin reads them: where the log stands, the ids of the page window by window, its rows, at one moment. */
export function createPages(pool: Pool) {
  return async (params: URLSearchParams): Promise<object> => {
    const client = await pool.connect();
    try {
      const page = await read(client, params);
      // What was read is known: nobody waits for that.
      client.query("commit").then(
        () => client.release(),
        () => client.release(true),
      );
      return page;
    } catch (error) {
      client.release(true);
      throw error;
    }
  };
}

async function read(client: PoolClient, params: URLSearchParams) {
  const { epoch, seq, last } = momentIn(await client.query(BEGIN));
  const before = params.get("before");
  const from = before === null ? last : idOf(before) - 1;
  const ids = await idsOf(client, filterOf(params), from);
  const values = [ids.slice(0, PAGE)];
  const { rows } = await client.query<AlertRow>({ name: "rows", text: ROWS, values });
  const cursorOf = (row: AlertRow | undefined) => `${epoch}.${row?.id.toString(36)}`;
  return {
    alerts: rows.map(readAlert),
    older: ids.length > PAGE ? cursorOf(rows.at(-1)) : null,
    newer: before === null ? null : cursorOf(rows[0]),
    head: { epoch, seq },
  };
}

const BEGIN = `begin isolation level repeatable read read only;
  select (select value from meta where key = 'epoch') as epoch,
    coalesce((select max(seq) from events), 0) as seq, coalesce((select max(id) from alerts), 0) as last`;

function momentIn(results: unknown): Moment {
  const [, moment] = results as { rows: Moment[] }[];
  return moment?.rows[0] ?? { epoch: "", seq: 0, last: 0 };
}

interface Filter {
  readonly name: string;
  readonly where: string;
}

function filterOf(params: URLSearchParams): Filter {
  if (params.has("severity")) return { name: "severity", where: "a.severity in ('critical')" };
  if (params.has("label")) return { name: "label", where: LABELLED };
  if (params.has("q")) return { name: "q", where: "s.text like '%PAYMENTS%'" };
  return { name: "all", where: "true" };
}

const LABELLED = `exists (select 1 from labels l
  where l.alert_id = a.id and l.label = any(array['${labelHash("team", "storage")}']::bytea[]))`;

/** One more than a page has, where there are as many. */
async function idsOf(client: PoolClient, { name, where }: Filter, from: number): Promise<number[]> {
  const isOfWords = name === "q";
  const tables = isOfWords ? "alerts a join search_texts s on s.alert_id = a.id" : "alerts a";
  const within = isOfWords ? "and s.alert_id between $1 and $2" : "";
  const text = `select a.id from ${tables}
    where a.id between $1 and $2 ${within} and a.deleted_at is null and ${where}
    order by a.id desc limit $3`;
  const found: number[] = [];
  let [last, size] = [from, SMALLEST];
  while (last >= 1 && found.length <= PAGE) {
    const edge = isOfWords ? Math.floor(last / LARGEST) * LARGEST : 0;
    const first = Math.max(last - size + 1, edge, 1);
    const { rows } = await client.query<{ id: number }>({
      ...(name === "all" && { name }),
      text,
      values: [first, last, PAGE + 1 - found.length],
    });
    found.push(...rows.map(({ id }) => id));
    last = first - 1;
    size = Math.min(size * GROWTH, LARGEST);
  }
  return found;
}

const ROWS = `
  select a.id, p.seq, a.source, a.fingerprint, t.title, t.description, a.severity, a.status, a.labels,
    t.annotations, a.url, a.started_at, a.received_at, p.last_seen_at, p.occurrences,
    a.acknowledged_at, a.acknowledged_by, a.resolved_at, a.resolved_by, a.snoozed_until, a.deleted_at
  from alerts a join pulses p on p.alert_id = a.id join texts t on t.alert_id = a.id
  where a.id = any($1::bigint[]) order by a.id desc`;

function idOf(cursor: string): number {
  return Number.parseInt(cursor.slice(cursor.indexOf(".") + 1), 36);
}
