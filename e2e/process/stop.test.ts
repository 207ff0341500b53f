import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { connect, type Socket } from "node:net";
import Database from "better-sqlite3";
import { type App, someAlerts } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";
import { note } from "../support/measured.ts";
import { Live } from "../support/socket.ts";
import { expectSound } from "../support/sound.ts";

// What is tried here is the end of a process.
test.use({ alone: true });

/** Time (ms) in which it promises to end. */
const LIMIT = 5_000;
/** Time (ms) after which who is still sending or reading is cut off: nobody else waits so long. */
const CUT_OFF = 3_000;

test("stops under load in time: all that was accepted is answered, whoever is stuck", async ({
  app,
}) => {
  const live = await Live.subscribe(app, { since: null, filter: {} });
  await app.open(someAlerts(200));
  const stuck = await Promise.all([
    say(app, "POST /api/alerts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n["),
    say(app, "GET /api/alerts?limit=200 HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(500)),
    say(app, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    say(app, "GET /healthz HTTP/1.1\r\nHost: loc"),
    say(app, ""),
    say(app, UPGRADE),
  ]);
  const load = startLoad(app);
  await expect.poll(() => load.opened.size).toBeGreaterThan(100);

  const begun = performance.now();
  const { code, took } = await stopOf(app);
  expect(took).toBeLessThan(LIMIT);
  expect(code).toBe(0);
  // Who posts without a pause is not cut off amid a request in the end.
  expect((await load.ended) - begun).toBeLessThan(CUT_OFF);
  expect([...load.refusals].filter((code) => code !== "stopping")).toEqual([]);
  await expect.poll(() => live.closed).toBeGreaterThanOrEqual(4000);
  expect(live.closed).toBeLessThan(4100);
  for (const socket of stuck) socket.destroy();

  const { titles } = await expectSound(app.database);
  const posted = [...titles.keys()].filter((id) => id > 200);
  expect(
    posted.filter((id) => !load.opened.has(id)),
    "kept but not answered",
  ).toEqual([]);
  expect(
    [...load.opened].filter((id) => !titles.has(id)),
    "answered but not kept",
  ).toEqual([]);
});

test("being asked again while it stops changes nothing", async ({ app }) => {
  const slow = await say(
    app,
    "POST /api/alerts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 13\r\n\r\n{",
  );
  const ended = stopOf(app);
  await expect.poll(() => app.log).toContain("stopping");
  app.signal("SIGTERM");
  app.signal("SIGINT");
  slow.write('"title":"a"}');
  expect(await textOf(slow)).toMatch(/^HTTP\/1.1 200 /u);
  const { code, took } = await ended;
  expect(code).toBe(0);
  // A connection on which nothing more is under way is not waited for.
  expect(took).toBeLessThan(CUT_OFF);
  expect((await expectSound(app.database)).titles.size).toBe(1);
});

for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
  test(`${signal} ends it in order, though nobody can read what it says`, async () => {
    // As a terminal that was closed, it takes nothing.
    const nowhere = "/dev/full";
    test.skip(!existsSync(nowhere), `there is no ${nowhere} here`);
    const file = test.info().outputPath("tocsin.db");
    const child = spawn(process.execPath, ["dist/server/main.js"], {
      env: { ...process.env, PORT: "0", DATABASE_URL: `file:${file}` },
      stdio: ["ignore", "pipe", openSync(nowhere, "w")],
    });
    const ended = once(child, "exit");
    let said = "";
    for await (const chunk of child.stdout ?? []) {
      said += String(chunk);
      if (said.includes("\n")) break;
    }
    const [url = ""] = /http:\S+/u.exec(said) ?? [];
    const posts = Array.from({ length: 50 }, async () => {
      const answer = await fetch(`${url}/api/alerts`, { method: "POST", body: '{"title":"x"}' });
      return answer.ok ? 1 : 0;
    });
    await Promise.race(posts);
    child.kill(signal);
    const kept = (await Promise.allSettled(posts)).filter(
      (post) => post.status === "fulfilled" && post.value === 1,
    );
    expect(await ended).toEqual([0, null]);
    expect((await expectSound(file)).titles.size).toBe(kept.length);
  });
}

test("does not wait for another process that holds the file", async ({ app }) => {
  await app.open([{ title: "Before" }]);
  const other = new Database(app.database);
  other.exec("begin immediate");
  const refused = Array.from({ length: 20 }, () =>
    app.post([{ title: "Never" }]).catch(() => null),
  );
  await expect.poll(() => app.log).toContain("SQLITE_BUSY");
  const more = Array.from({ length: 20 }, () => app.post([{ title: "Never" }]).catch(() => null));

  expect((await stopOf(app)).took).toBeLessThan(LIMIT);
  await Promise.all([...refused, ...more]);
  other.close();
  expect([...(await expectSound(app.database)).titles.values()]).toEqual(["Before"]);
});

test("does not wait for a search, whatever texts it goes through", async ({ app }) => {
  await app.open([{ title: "Before" }]);
  const other = new Database(app.database);
  const insert = other.prepare("insert into search (rowid, text) values (?, ?)");
  // Each has every trigram of the word, many times, and never the word.
  other.transaction(() => {
    for (let row = 1; row <= 800; row++) insert.run(1000 + row, "ABABABBABAAB".repeat(5_000));
  })();
  other.close();
  await app.page("q=disk");
  const word = "aabb".repeat(48);
  const searches = ["/api/alerts", "/api/timeline", "/"].map((path) =>
    app.fetch(`${path}?q=${word}`),
  );
  expect((await app.fetch("/healthz")).status).toBe(200);
  const { code, took } = await stopOf(app);
  expect(took).toBeLessThan(CUT_OFF);
  expect(code).toBe(0);
  for (const { status } of await Promise.all(searches)) expect(status).toBe(503);
});

const UPGRADE = [
  "GET /api/live HTTP/1.1",
  "Host: localhost",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  `Sec-WebSocket-Key: ${"A".repeat(22)}==`,
  "Sec-WebSocket-Protocol: tocsin.v1",
  "\r\n",
].join("\r\n");

/** A connection that says this and then neither reads nor writes. */
async function say(app: App, text: string): Promise<Socket> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname).on("error", () => {});
  socket.pause();
  await once(socket, "connect");
  socket.write(text);
  // By the time that this is answered, what was written before it has been read.
  await app.fetch("/healthz");
  return socket;
}

async function textOf(socket: Socket): Promise<string> {
  socket.setEncoding("utf8");
  return (await socket.toArray()).join("");
}

/** Eight who post until they are refused or nobody answers. */
function startLoad(app: App) {
  const opened = new Set<number>();
  const refusals = new Set<string>();
  async function write(): Promise<void> {
    for (;;) {
      const answer = await app.send("/api/alerts", { title: "Posted" }).catch(() => null);
      if (answer === null) return;
      const { code, results } = (await answer.json()) as {
        code?: string;
        results?: { id: number }[];
      };
      if (code !== undefined) refusals.add(code);
      for (const { id } of results ?? []) opened.add(id);
    }
  }
  const all = Promise.all(Array.from({ length: 8 }, write));
  return { opened, refusals, ended: all.then(() => performance.now()) };
}

async function stopOf(app: App) {
  const begun = performance.now();
  const code = await app.stop();
  return { code, took: note("ms to stop", performance.now() - begun) };
}
