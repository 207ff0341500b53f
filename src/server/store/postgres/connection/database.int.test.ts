import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { describePostgres, endConnections, scratchSchema } from "./database.fixture.ts";
import { LostAnswer, openDatabase, type Session } from "./database.ts";
import { LOCK_LOG } from "./lock.ts";
import { migrate } from "./migrate.ts";
import { createPrimary } from "./primary.ts";
import { refusalOf } from "./refusal.ts";

describePostgres("a database in PostgreSQL", () => {
  let url = "";
  let drop = async () => {};
  beforeAll(async () => ({ url, drop } = await scratchSchema()));
  afterAll(() => drop());

  function opened(connections = 2) {
    const database = openDatabase(createPrimary(url), { connections });
    onTestFinished(() => database.close());
    return database;
  }

  test("is made once, whoever starts at once, and named once", async () => {
    const databases = [opened(), opened(), opened()];
    await Promise.all(databases.map(migrate));
    const epoch = sql`select value from meta where key = 'epoch'`;
    const names = await Promise.all(databases.map((one) => one.get<{ value: string }>(epoch)));
    expect(new Set(names.map((name) => name?.value)).size).toBe(1);
    expect(names[0]?.value).toMatch(/^[0-9a-z]+$/u);
  });

  test("is waited for as long as another makes it", async () => {
    const other = opened();
    const patience = new URL(url);
    patience.searchParams.set("lock_timeout", "20");
    const database = openDatabase(createPrimary(patience.href), { connections: 1 });
    onTestFinished(() => database.close());
    let migrated = Promise.resolve("");
    await other.transact(async (session) => {
      await session.run(LOCK_LOG);
      migrated = migrate(database).then(() => "made", String);
      // Longer than all attempts at a write may wait.
      await session.run(sql`select pg_sleep(0.5)`);
    });
    expect(await migrated).toBe("made");
  });

  test("is left as it is by an older version than made it", async () => {
    const database = opened();
    await migrate(database);
    await database.run(sql`insert into migrations values (${Date.now() * 2}, '')`);
    await expect(migrate(database)).rejects.toThrow(/newer version of Tocsin/u);
    await database.run(sql`delete from migrations where hash = ''`);
  });

  test("has an audit that nobody changes", async () => {
    const database = opened();
    await migrate(database);
    for (const change of [
      sql`update audit set at = 0`,
      sql`delete from audit`,
      sql`truncate audit`,
    ])
      await expect(database.run(change)).rejects.toThrow(/append-only/u);
  });

  test("keeps the order of the names in JSON, and whole numbers whole", async () => {
    const database = opened();
    const row = await database.get<{ json: object; number: number }>(
      sql`select ${JSON.stringify({ b: 1, a: 2 })}::json as json, ${2 ** 53 - 1}::bigint as number`,
    );
    expect(JSON.stringify(row)).toBe('{"json":{"b":1,"a":2},"number":9007199254740991}');
  });

  test("whose connections are ended is asked over others", async () => {
    const database = opened();
    const amid = database.transact(async (session) => {
      await session.run(sql`select 1`);
      await endConnections(url);
      await session.run(sql`select 1`);
    });
    const error: unknown = await amid.catch((error: unknown) => error);
    expect(refusalOf(error)?.code).toBe("store-busy");
    expect(error).not.toBeInstanceOf(LostAnswer);
    expect(await database.get(sql`select 1 as one`)).toEqual({ one: 1 });
  });

  test("does again what a connection was ended amid", async () => {
    const database = opened();
    await database.run(sql`create table kept (n int)`);
    let attempts = 0;
    const add = async (session: Session) => {
      await session.run(sql`insert into kept values (1)`);
      attempts += 1;
      if (attempts === 1) await endConnections(url);
      await session.run(sql`select 1`);
    };
    await database.transact(add);
    expect(attempts).toBe(2);
    expect(await database.all(sql`select n from kept`)).toEqual([{ n: 1 }]);
  });

  test("tells what was read without asking whether the server has heard that no more is wanted", async () => {
    const database = opened(1);
    let times = 0;
    const read = database.read(async (session) => {
      times += 1;
      const row = await session.get(sql`select 1 as one`);
      await endConnections(url);
      return row;
    });
    expect(await read).toEqual({ one: 1 });
    expect(times).toBe(1);
    expect(await database.read((session) => session.get(sql`select 2 as two`))).toEqual({ two: 2 });
  });

  test("does again what two stood in each other's way of", async () => {
    const database = opened();
    await database.run(sql`create table pair (id int primary key, n int)`);
    await database.run(sql`insert into pair values (1, 0), (2, 0)`);
    let attempts = 0;
    let both: () => void = () => {};
    const met = new Promise<void>((resolve) => (both = resolve));
    const cross = (first: number, second: number) =>
      database.transact(async (session) => {
        await session.run(sql`update pair set n = n + 1 where id = ${first}`);
        attempts += 1;
        if (attempts === 2) both();
        await met;
        await session.run(sql`update pair set n = n + 1 where id = ${second}`);
      });
    await Promise.all([cross(1, 2), cross(2, 1)]);
    expect(attempts).toBeGreaterThan(2);
    expect(await database.all(sql`select n from pair`)).toEqual([{ n: 2 }, { n: 2 }]);
  });

  test("says of what is sent without waiting why it failed, and writes nothing of it", async () => {
    const database = opened(1);
    await database.run(sql`create table sent (id int primary key)`);
    const failing = (wait: boolean) =>
      database.transact(async (transaction) => {
        transaction.send(sql`insert into sent values (${1})`);
        transaction.send(sql`insert into sent values (${1})`);
        if (wait) await transaction.run(sql`insert into sent values (${2})`);
        else transaction.send(sql`insert into sent values (${2})`);
      });
    for (const wait of [true, false])
      await expect(failing(wait)).rejects.toMatchObject({ code: "23505" });
    expect(await database.all(sql`select * from sent`)).toEqual([]);
    await database.transact(async (transaction) => {
      for (const id of [1, 2, 3]) transaction.send(sql`insert into sent values (${id})`);
    });
    expect(await database.all(sql`select count(*)::int as rows from sent`)).toEqual([{ rows: 3 }]);
  });

  test("does not know what became of a commit whose connection ended behind what was sent", async () => {
    const database = opened();
    const amid = database.transact(async (transaction) => {
      await transaction.run(sql`select 1`);
      transaction.send(sql`select pg_terminate_backend(pg_backend_pid())`);
      transaction.send(sql`select ${1}::int`);
    });
    await expect(amid).rejects.toBeInstanceOf(LostAnswer);
  });

  test("keeps plans of as many statements as it may, and does the others all the same", async () => {
    const database = openDatabase(createPrimary(url), { connections: 1, keepsPlans: true });
    onTestFinished(() => database.close());
    const kept = sql`select count(*)::int as plans from pg_prepared_statements where ${true}`;
    await database.get(kept);
    expect(await database.get(kept)).toEqual({ plans: 1 });
    for (let number = 0; number < 250; number++) {
      const statement = sql`select ${number}::int as ${sql.identifier(`n${number}`)}`;
      expect(await database.get(statement)).toEqual({ [`n${number}`]: number });
    }
    expect(await database.get(kept)).toEqual({ plans: 200 });
  });

  test("keeps the plans of those statements of which it is said, where not of all", async () => {
    const database = openDatabase(createPrimary(url), { connections: 1 });
    onTestFinished(() => database.close());
    const kept = sql`select count(*)::int as plans from pg_prepared_statements where ${true}`;
    await database.get(kept);
    expect(await database.get(kept)).toEqual({ plans: 0 });
    expect(await database.planned(kept)).toEqual([{ plans: 1 }]);
    expect(await database.read((session) => session.planned(kept))).toEqual([{ plans: 1 }]);
  });

  test("writes nothing of what throws", async () => {
    const database = opened();
    await database.run(sql`create table once (id int primary key)`);
    const work = database.transact(async (session) => {
      await session.run(sql`insert into once values (1)`);
      throw new Error("It was not to be.");
    });
    await expect(work).rejects.toThrow("It was not to be.");
    expect(await database.all(sql`select * from once`)).toEqual([]);
  });
});
