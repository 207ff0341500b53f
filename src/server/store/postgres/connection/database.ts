import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import {
  type ClientBase,
  type CustomTypesConfig,
  Pool,
  type PoolClient,
  type QueryResult,
  types,
} from "pg";
import type { Primary } from "./primary.ts";
import { isCut, isPassing } from "./refusal.ts";

/** How long (ms) a connection is waited for. */
const CONNECTS_WITHIN = 5_000;
/**
 * Longest waits (ms) for a statement, for a lock, and of the server for a program that falls silent amid a transaction, since
 * it may hold up every other.
 */
const WAITS = {
  statement_timeout: 5_000,
  lock_timeout: 2_500,
  idle_in_transaction_session_timeout: 2_000,
} as const;

/** Longer (ms) than any statement may take. */
const ANSWERS_WITHIN = 10_000;
/** Attempts at what others stand in the way of, or whose connection is ended before it is committed. */
const ATTEMPTS = 3;

/** What statements are sent to, one after the other: drizzle words them, the driver runs them. */
export interface Session {
  /** The rows as they lie in the database: columns by their names there, JSON parsed; of several statements the last's. */
  all<Row>(statement: SQL): Promise<Row[]>;
  /** The first of them. */
  get<Row>(statement: SQL): Promise<Row | undefined>;
  /**
   * The rows of a statement that is planned once for each connection: to plan one that joins tables costs more than to carry
   * it out. For what is best done in the same way whatever its values are.
   */
  planned<Row>(statement: SQL): Promise<Row[]>;
  run(statement: SQL): Promise<void>;
}

/** The same amid a transaction. */
export interface Transaction extends Session {
  /**
   * Sends a statement and waits for no answer: what follows goes behind it at once, and so does the commit.
   * Where it fails, all that follows does, and the transaction throws why.
   */
  send(statement: SQL): void;
}

export interface Database extends Session {
  /**
   * Does some work in one transaction, READ COMMITTED, and again where others stood in its way, or where the connection was
   * ended amid it. Throws what PostgreSQL throws, or a {@link LostAnswer}; but for that, nothing of it is written then.
   */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Reads at one moment. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections at most. */
  readonly connections: number;
  /** How long (ms) an answer is waited for; whoever keeps silent for longer is gone. 0 for as long as it takes. */
  readonly answersWithin?: number;
  /** Whether all statements are {@link Session.planned}. */
  readonly keepsPlans?: boolean;
}

/** The connection ended amid a commit: it is written, or it is not. */
export class LostAnswer extends Error {
  override name = "LostAnswer";
  /** As PostgreSQL has it: the outcome of a transaction is not known. */
  readonly code = "08007";
}

/** Opens connections to whichever server takes writes, as they are asked for and none before. */
export function openDatabase(primary: Primary, options: DatabaseOptions): Database {
  const kept: SessionOptions = { plans: createPlans(), keepsPlans: options.keepsPlans === true };
  const pools = new Map<string, Pool>();
  let isClosed = false;

  async function connect(): Promise<PoolClient> {
    if (isClosed) throw new Error("The database is not open.");
    try {
      const address = await primary.address();
      const pool = pools.get(address) ?? openPool(address, options);
      pools.set(address, pool);
      return await pool.connect();
    } catch (error) {
      primary.doubt(error);
      throw error;
    }
  }

  async function using<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await connect();
    let isUsable = false;
    try {
      const result = await work(client);
      isUsable = true;
      return result;
    } catch (error) {
      primary.doubt(error);
      // A cut one is not; any other is as it was before, once what was begun is undone.
      isUsable = await rollBack(client);
      throw error;
    } finally {
      client.release(!isUsable);
    }
  }

  /** What was read is known by then: nobody waits until the server has heard that no more is wanted. */
  async function read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const { promise: found, resolve, reject } = Promise.withResolvers<T>();
    using(async (client) => {
      const session = sessionOf(client, { begin: BEGIN_READING, ...kept });
      resolve(await work(session));
      await session.run(COMMIT);
    }).catch(reject);
    return found;
  }

  return {
    all: (statement) => using((client) => sessionOf(client, kept).all(statement)),
    get: (statement) => using((client) => sessionOf(client, kept).get(statement)),
    planned: (statement) => using((client) => sessionOf(client, kept).planned(statement)),
    run: (statement) => using((client) => sessionOf(client, kept).run(statement)),
    transact: (work) =>
      again(() => using((client) => transact(client, { begin: "begin", ...kept }, work))),
    read: (work) => again(() => read(work)),
    async close() {
      isClosed = true;
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  };
}

function openPool(
  address: string,
  { connections, answersWithin = ANSWERS_WITHIN }: DatabaseOptions,
): Pool {
  const waits = limitsOf(address);
  const pool = new Pool({
    connectionString: address,
    application_name: "tocsin",
    max: connections,
    types: TYPES,
    keepAlive: true,
    // Statements are sent behind each other without waiting for an answer in between.
    pipeline: true,
    connectionTimeoutMillis: CONNECTS_WITHIN,
    query_timeout: answersWithin,
  });
  // Whoever waits for its answer hears that a connection ended, and a new one is made: an event that
  // nobody listens to would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    client.on("error", () => {});
    // Sent before whatever is asked over it, and nothing but its end keeps it from being done.
    client.query(waits).catch(() => {});
  });
  return pool;
}

/** By statements, since pools refuse such settings where a connection begins; what the address says of them holds. */
function limitsOf(address: string): string {
  const said = new URLSearchParams(address.split("?", 2)[1]);
  const limits = Object.entries(WAITS).filter(([name]) => !said.has(name));
  return limits.map(([name, wait]) => `set ${name} = ${wait}`).join("; ");
}

const BEGIN_READING = "begin isolation level repeatable read read only";
const COMMIT = sql.raw("commit");

async function transact<T>(
  client: ClientBase,
  options: SessionOptions,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const sent: Promise<unknown>[] = [];
  const send = (asked: Promise<unknown>) => {
    sent.push(asked);
    // Its error is thrown by whoever waits for all that was sent.
    asked.catch(() => {});
  };
  const session = sessionOf(client, options);
  let result: T;
  try {
    result = await work({ ...session, send: (statement) => send(session.run(statement)) });
  } catch (error) {
    // What failed first says why.
    await Promise.all(sent);
    throw error;
  }
  send(session.run(COMMIT));
  // A commit behind what has failed undoes it, and says nothing of that.
  await Promise.all(sent).catch((error: unknown) => {
    if (!isCut(error)) throw error;
    throw new LostAnswer("The connection ended amid a commit.", { cause: error });
  });
  return result;
}

/** Whether the connection is as it was before. */
async function rollBack(client: ClientBase): Promise<boolean> {
  return client.query("rollback").then(
    () => true,
    () => false,
  );
}

async function again<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = ATTEMPTS - 1; left > 0; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
  }
  return attempt();
}

const dialect = new PgDialect();

type Results = Pick<QueryResult<object>, "rows">;

/** Statements of which plans are kept at most: their texts are few, and none is said with as many values as there are. */
const MOST_PLANS = 200;

/** Under which name each connection keeps the plan of a statement; null for those that came too late. */
type Plans = (text: string) => string | null;

function createPlans(): Plans {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= MOST_PLANS) return known ?? null;
    const name = `tocsin ${names.size}`;
    names.set(text, name);
    return name;
  };
}

interface SessionOptions {
  /** What goes with the first statement, as one with it wherever that has no parameters: else only once it is begun. */
  readonly begin?: string;
  readonly plans?: Plans;
  /** Whether every statement is planned once, and not only those of which that is said. */
  readonly keepsPlans?: boolean;
}

/** What is sent to a connection, or to any of a pool. */
export function sessionOf(
  connection: Pick<ClientBase, "query">,
  { begin = "", plans = () => null, keepsPlans = false }: SessionOptions = {},
): Session {
  let beginning = begin;
  /** What all wait for until it is begun; null where it goes with the first statement. */
  let begun: Promise<unknown> | null = null;

  async function all<Row>(statement: SQL, isPlanned = keepsPlans): Promise<Row[]> {
    const { sql: text, params: values } = dialect.sqlToQuery(statement);
    const results = (await ask(text, values, isPlanned)) as Results | Results[];
    // Without parameters there may be several statements.
    const result = Array.isArray(results) ? results.at(-1) : results;
    return (result?.rows ?? []) as Row[];
  }

  function ask(text: string, values: readonly unknown[], isPlanned: boolean): Promise<unknown> {
    const first = beginning;
    beginning = "";
    if (first !== "" && values.length === 0) return connection.query(`${first}; ${text}`);
    if (first !== "") begun = connection.query(first);
    const name = isPlanned && values.length > 0 ? plans(text) : null;
    const asked = { text, values: values.map(bounded), ...(name !== null && { name }) };
    return begun === null ? connection.query(asked) : begun.then(() => connection.query(asked));
  }

  return {
    all: (statement) => all(statement),
    get: async <Row>(statement: SQL) => (await all<Row>(statement))[0],
    planned: (statement) => all(statement, true),
    run: async (statement) => void (await all(statement)),
  };
}

/** Of those that are kept none is larger, so what is asked with a larger one finds the same as with this. */
const { MAX_SAFE_INTEGER } = Number;

/** Anybody may ask for any number, and PostgreSQL refuses those that its types do not have. */
function bounded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bounded);
  return typeof value === "number" ? Math.min(value, MAX_SAFE_INTEGER) : value;
}

/** Of the whole numbers none is larger than what JavaScript tells apart. */
export const TYPES: CustomTypesConfig = {
  getTypeParser: (type, format) =>
    type === types.builtins.INT8 && format !== "binary"
      ? Number
      : (types.getTypeParser(type, format) as (text: string) => unknown),
};
