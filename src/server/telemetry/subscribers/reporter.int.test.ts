import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Clock } from "../../outbound/clock.ts";
import { createGuard } from "../../outbound/guard.ts";
import { handClock } from "./hand-clock.fixture.ts";
import { createPostHog } from "./posthog.ts";
import { createReporter, type ReporterParts, STOP_WITHIN } from "./reporter.ts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;

type Behaviour = (response: ServerResponse) => void;

const answer =
  (status: number, headers = {}): Behaviour =>
  (response) =>
    response.writeHead(status, headers).end("{}");
const hang: Behaviour = () => {};
const hangUp: Behaviour = (response) => response.destroy();
/** Says that it has it, and breaks off amid the rest. */
const breakOff: Behaviour = (response) => {
  response.writeHead(200, { "content-length": "100" }).write("{");
  response.socket?.end();
};

/** A PostHog that does what it is told to, one request after the other, and then takes all. */
async function fault(...behaviours: readonly Behaviour[]) {
  return faultAt(0, ...behaviours);
}

async function faultAt(at: number, ...behaviours: readonly Behaviour[]) {
  const todo = [...behaviours];
  const batches: number[][] = [];
  const server = createServer((request, response) => {
    void take(request, response);
  });

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { batch } = JSON.parse(await text(request)) as { batch: number[] };
    batches.push(batch);
    (todo.shift() ?? answer(200))(response);
  }

  server.listen(at, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { port, batches, behave: (next: Behaviour) => void todo.push(next) };
}

/** A reporter that sends there, whose clock goes when it is moved. */
function reporting(port: number, options: Partial<ReporterParts> = {}) {
  const { clock, pass } = handClock();
  const lines: unknown[] = [];
  const guard = createGuard({ trusted: { host: "127.0.0.1", port }, within: 300 });
  const reporter = createReporter({
    name: "posthog",
    source: {
      collect: async () => [],
      peek: async () => [],
      noteOf: (dropped) => String(-dropped),
      stop: () => {},
    },
    transport: createPostHog({
      host: new URL(`http://127.0.0.1:${port}`),
      key: "phc_1",
      now: clock.now,
    }),
    send: guard.send,
    clock,
    random: () => 0.5,
    interval: 10 * SECOND,
    log: {
      warn: (line: unknown) => void lines.push(line),
      error: (line: unknown) => expect.fail(JSON.stringify(line)),
    },
    ...options,
  });
  onTestFinished(reporter.stop);
  const capture = (from: number, to: number) => {
    for (let event = from; event <= to; event += 1) reporter.capture(String(event));
  };
  /** Once so many requests have ended. */
  async function ended(sent: number, failed: number): Promise<void> {
    await expect
      .poll(() => [reporter.state().sent, reporter.state().failed])
      .toEqual([sent, failed]);
  }
  return { ...reporter, capture, ended, pass, lines };
}

test("what is captured goes out every ten seconds, as one request", async () => {
  const { port, batches } = await fault();
  const { capture, pass, ended } = reporting(port);
  capture(1, 2);
  await pass(9 * SECOND);
  capture(3, 3);
  expect(batches).toEqual([]);
  await pass(SECOND);
  await ended(3, 0);
  expect(batches).toEqual([[1, 2, 3]]);
});

test("half full, it does not wait for that, and no request has more than 500", async () => {
  const { port, batches } = await fault();
  const { capture, ended } = reporting(port, { room: { events: 1200, characters: 1_000_000 } });
  capture(1, 599);
  expect(batches).toEqual([]);
  capture(600, 600);
  await ended(500, 0);
  expect(batches.map((batch) => batch.length)).toEqual([500]);
});

describe.each<[string, number | null, Behaviour]>([
  ["503", 503, answer(503)],
  ["429", 429, answer(429)],
  ["no answer in time", null, hang],
  ["a connection that ends before an answer", null, hangUp],
])("after %s", (_what, status, behaviour) => {
  test("the same is sent again, before what came later, and it is said once", async () => {
    const { port, batches } = await fault(behaviour, behaviour);
    const { capture, pass, ended, state, lines } = reporting(port);
    capture(1, 2);
    await pass(10 * SECOND);
    await ended(0, 1);
    capture(3, 3);
    await pass(10 * SECOND);
    await ended(0, 2);
    await pass(20 * SECOND);
    await ended(3, 2);
    expect(batches.at(0)).toEqual([1, 2]);
    expect(batches.at(-1)).toEqual([1, 2, 3]);
    expect(state()).toMatchObject({ sent: 3, dropped: 0, waiting: 0, lastFailure: { status } });
    expect(lines).toMatchObject([{ reporter: "posthog", status }]);
  });
});

test("where nobody listens, what is held is sent as soon as somebody does", async () => {
  const gone = createServer();
  gone.listen(0, "127.0.0.1");
  await once(gone, "listening");
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, "close");
  const { capture, pass, ended, state } = reporting(port);
  capture(1, 5);
  for (let failed = 1; failed <= 5; failed += 1) {
    await pass(failed === 1 ? 10 * SECOND : 10 * 2 ** (failed - 2) * SECOND);
    await ended(0, failed);
  }
  expect(state()).toMatchObject({ waiting: 5, lastFailure: { reason: "connection-refused" } });
  const { batches } = await faultAt(port);
  await pass(160 * SECOND);
  await ended(5, 5);
  expect(batches).toEqual([[1, 2, 3, 4, 5]]);
});

test("Retry-After is obeyed", async () => {
  const { port, batches } = await fault(answer(503, { "retry-after": "120" }));
  const { capture, pass, ended } = reporting(port);
  capture(1, 1);
  await pass(10 * SECOND);
  await ended(0, 1);
  await pass(119 * SECOND);
  expect(batches).toHaveLength(1);
  await pass(SECOND);
  await ended(1, 1);
});

test("a timer that is a little early costs no more than that, however long the interval", async () => {
  const { port, batches } = await fault(answer(503));
  const { clock, pass } = handClock();
  let isEarly = true;
  const early: Clock = {
    now: clock.now,
    at(time, call) {
      const isRetry = time - clock.now() < HOUR;
      const at = isRetry && isEarly ? time - 1 : time;
      if (isRetry) isEarly = false;
      return clock.at(at, call);
    },
  };
  const { capture, ended } = reporting(port, { clock: early, interval: HOUR });
  capture(1, 1);
  await pass(HOUR);
  await ended(0, 1);
  await pass(10 * SECOND);
  await ended(1, 1);
  expect(batches).toEqual([[1], [1]]);
});

test("what is too large is halved, and one that is too large by itself is dropped and told", async () => {
  const { port, batches } = await fault(...Array.from({ length: 3 }, () => answer(413)));
  const { capture, pass, ended, state } = reporting(port);
  capture(1, 4);
  await pass(10 * SECOND);
  await ended(0, 3);
  expect(batches).toEqual([[1, 2, 3, 4], [1, 2], [1]]);
  expect(state()).toMatchObject({ dropped: 1, waiting: 3 });
  await pass(10 * SECOND);
  await ended(3, 3);
  expect(batches.slice(3)).toEqual([
    [-1, 2],
    [3, 4],
  ]);
});

test.each([400, 401, 403])(
  "after %i it is dropped, said once, and rests an hour",
  async (status) => {
    const { port, batches } = await fault(answer(status), answer(status));
    const { capture, pass, ended, state, lines } = reporting(port);
    capture(1, 2);
    await pass(10 * SECOND);
    await ended(0, 1);
    expect(state()).toMatchObject({ dropped: 2, waiting: 0 });
    capture(3, 3);
    await pass(HOUR - 1);
    expect(batches).toHaveLength(1);
    await pass(1);
    await ended(0, 2);
    capture(4, 4);
    await pass(HOUR);
    await ended(1, 2);
    expect(batches).toEqual([
      [1, 2],
      [-2, 3],
      [-3, 4],
    ]);
    expect(lines).toHaveLength(1);
  },
);

test("what was taken before the connection broke is not sent again", async () => {
  const { port, batches } = await fault(breakOff);
  const { capture, pass, ended } = reporting(port);
  capture(1, 2);
  await pass(10 * SECOND);
  await ended(2, 0);
  await pass(HOUR);
  expect(batches).toEqual([[1, 2]]);
});

test("ten minutes without a network cost what has no room, and that is told", async () => {
  const { port, batches, behave } = await fault(hangUp);
  const { capture, pass, ended, state } = reporting(port, {
    room: { events: 100, characters: 10_000 },
  });
  for (let failed = 1; failed <= 7; failed += 1) {
    capture(failed * 20 - 19, failed * 20);
    behave(hangUp);
    await pass(failed === 1 ? 10 * SECOND : 10 * 2 ** (failed - 2) * SECOND);
    await ended(0, failed);
  }
  expect(state()).toMatchObject({ dropped: 40, waiting: 100 });
  await pass(600 * SECOND);
  await ended(0, 8);
  await pass(600 * SECOND);
  await ended(100, 8);
  const [note, ...rest] = batches.at(-1) ?? [];
  expect([note, rest[0], rest.length]).toEqual([-40, 41, 100]);
});

describe("at the end", () => {
  test("it hears of nothing any more, and what it holds is sent", async () => {
    const { port, batches } = await fault();
    const heard: string[] = [];
    const { capture, stop, state } = reporting(port, {
      source: {
        collect: async () => (heard.push("collected"), ["3"]),
        peek: async () => [],
        noteOf: () => null,
        stop: () => void heard.push("stopped"),
      },
    });
    capture(1, 2);
    await stop();
    expect(heard).toEqual(["stopped", "collected"]);
    expect(batches).toEqual([[1, 2, 3]]);
    expect(state()).toMatchObject({ sent: 3, dropped: 0, waiting: 0 });
  });

  test("also where a receiver has failed and was to be left alone", async () => {
    const { port, batches } = await fault(answer(503));
    const { capture, pass, ended, stop } = reporting(port);
    capture(1, 1);
    await pass(10 * SECOND);
    await ended(0, 1);
    await stop();
    expect(batches).toEqual([[1], [1]]);
  });

  test("a receiver that does not answer holds it up for two seconds, and what is lost is said", async () => {
    const { port } = await fault(hang);
    const { capture, pass, stop, lines } = reporting(port, {
      send: createGuard({ trusted: { host: "127.0.0.1", port } }).send,
    });
    capture(1, 7);
    let isStopped = false;
    const stopping = stop().then(() => (isStopped = true));
    await pass(STOP_WITHIN - 1);
    expect(isStopped).toBe(false);
    await pass(1);
    await stopping;
    expect(lines).toEqual([{ reporter: "posthog", events: 7 }]);
  });

  test("what was not collected yet is lost with what is under way, and is said as well", async () => {
    const { port, batches } = await fault(hang);
    const { capture, pass, stop, lines } = reporting(port, {
      send: createGuard({ trusted: { host: "127.0.0.1", port } }).send,
      source: {
        collect: async () => ["9"],
        peek: async () => [],
        noteOf: () => null,
        stop: () => {},
      },
    });
    capture(1, 1);
    await pass(10 * SECOND);
    await expect.poll(() => batches).toEqual([[1, 9]]);
    const stopping = stop();
    await pass(STOP_WITHIN);
    await stopping;
    expect(lines).toEqual([{ reporter: "posthog", events: 3 }]);
  });
});

test("whoever looks sees the next request, and changes nothing", async () => {
  const { port, batches } = await fault();
  const { capture, preview, pass, ended } = reporting(port, {
    source: {
      collect: async () => [],
      peek: async () => ["9"],
      noteOf: () => null,
      stop: () => {},
    },
  });
  capture(1, 2);
  expect(JSON.parse(await preview())).toMatchObject({ api_key: "…", batch: [1, 2, 9] });
  await pass(10 * SECOND);
  await ended(2, 0);
  expect(batches).toEqual([[1, 2]]);
});
