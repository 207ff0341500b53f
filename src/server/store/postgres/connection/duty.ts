import { Client } from "pg";
import type { Duty } from "../../duty.ts";
import { DUTY_KEY } from "./lock.ts";
import type { Primary } from "./primary.ts";

/** How often (ms) whoever holds it shows that it is there, and whoever does not asks for it. */
const ASK_EVERY = 1_500;
/** How long (ms) an answer is waited for. */
const ANSWERS_WITHIN = 2_000;
/** For so long (ms) after it last asked, and was answered, a node holds it. */
const HELD_FOR = 4_500;
/**
 * And after so long (ms) without a word the database takes it from a node that hangs or cannot be reached: later than
 * that node knows.
 */
const SILENT_FOR = 6_000;

/** Takes the place of a word, which whoever does not hold it gives by asking. */
const TAKE = `select pg_try_advisory_lock(${DUTY_KEY}) as "isHeld"`;
const HOLD = `select true as "isHeld"`;

export interface OpenDuty extends Duty {
  /** Gives it up, and asks for it no more. */
  close(): Promise<void>;
}

/**
 * Takes the duty as soon as nobody else has it, by a lock of a connection of its own: it ends with that. Resolves once it
 * was asked for the first time. `now` (ms) never goes back.
 */
export async function openDuty(primary: Primary, now: () => number): Promise<OpenDuty> {
  const listeners: (() => void)[] = [];
  let client: Client | null = null;
  let isHeld = false;
  let confirmedAt = -Infinity;
  let expiry: NodeJS.Timeout | undefined;
  let asking = Promise.resolve();
  let isAsking = false;
  let isClosed = false;

  function become(held: boolean): void {
    if (held === isHeld) return;
    isHeld = held;
    for (const told of listeners) told();
  }

  async function connect(): Promise<Client> {
    const made = new Client({
      connectionString: await primary.address(),
      application_name: "tocsin duty",
      connectionTimeoutMillis: ANSWERS_WITHIN,
      query_timeout: ANSWERS_WITHIN,
      keepAlive: true,
    });
    made.on("error", () => lose(made));
    made.on("end", () => lose(made));
    client = made;
    await made.connect();
    await made.query(`set idle_session_timeout = ${SILENT_FOR}`);
    return made;
  }

  /** That connection is no more, or nobody knows. */
  function lose(lost: Client | null): void {
    if (lost === null || lost !== client) return;
    client = null;
    clearTimeout(expiry);
    become(false);
    void lost.end().catch(() => {});
  }

  async function ask(): Promise<void> {
    const askedAt = now();
    try {
      const asked = client ?? (await connect());
      const { rows } = await asked.query<{ isHeld: boolean }>(isHeld ? HOLD : TAKE);
      if (asked !== client || rows[0]?.isHeld !== true) return;
      confirmedAt = askedAt;
      clearTimeout(expiry);
      expiry = setTimeout(lose, HELD_FOR - (now() - askedAt), asked).unref();
      become(true);
    } catch (error) {
      // Whatever it was: who is not told that it holds it does not.
      primary.doubt(error);
      lose(client);
    }
  }

  function look(): void {
    if (isAsking) return;
    isAsking = true;
    asking = ask().finally(() => (isAsking = false));
  }

  async function close(): Promise<void> {
    isClosed = true;
    clearInterval(timer);
    await asking;
    clearTimeout(expiry);
    const last = client;
    client = null;
    become(false);
    await last?.end().catch(() => {});
  }

  const timer = setInterval(look, ASK_EVERY).unref();
  look();
  await asking;

  return {
    // A process that was halted may not have heard yet that its time is over.
    isHeld: () => isHeld && !isClosed && now() - confirmedAt < HELD_FOR,
    onChanged: (listener) => void listeners.push(listener),
    close,
  };
}
