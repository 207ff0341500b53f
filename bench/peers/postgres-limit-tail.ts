import { Client, type Pool } from "pg";

interface Commit {
  readonly seq_to: number;
  readonly body: Buffer;
}

type Rows = readonly object[];

/**
 * Tells of what is committed in its order: what this node has committed without reading it, and of other nodes what the list
 * of commits has, where a notice says that there is something.
 */
export async function createTail(
  url: string,
  pool: Pool,
  node: string,
  told: (rows: Rows) => void,
) {
  const last = "select coalesce(max(seq), 0) as seq from events";
  const { rows: found } = await pool.query<{ seq: number }>(last);
  let heard = found[0]?.seq ?? 0;
  let reading = Promise.resolve();

  async function read(): Promise<void> {
    const { rows } = await pool.query<Commit>({ name: "after", text: AFTER, values: [heard] });
    for (const { seq_to, body } of rows) {
      heard = seq_to;
      told(JSON.parse(body.toString()) as Rows);
    }
  }

  const listener = new Client({ connectionString: url });
  await listener.connect();
  listener.on("notification", ({ payload }) => {
    if (payload !== node) reading = reading.then(read);
  });
  await listener.query('listen "limit"');

  /** The rows of a commit of this node, of the events from one to another. */
  return function own(rows: Rows, from: number, to: number): Promise<void> {
    const telling = async () => {
      if (heard < from) await read();
      if (heard >= to) return;
      heard = to;
      told(rows);
    };
    reading = reading.then(telling);
    return reading;
  };
}

const AFTER = "select seq_to, body from commits where seq_to > $1 order by seq_to limit 100";
