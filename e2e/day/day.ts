import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { seededRandom } from "../../src/generator/random.ts";
import { pageSchema } from "../../src/protocol/page.ts";
import { FaultProxy } from "../convergence/fault-proxy.ts";
import { cookieOf, PASSWORD, Team } from "../people/team.ts";
import { App } from "../support/app.ts";
import { Crowd, type Manner } from "../support/crowd.ts";
import { PostHog } from "../support/posthog.ts";
import { type Asked, Caller } from "./caller.ts";
import type { Sample } from "./curves.ts";
import { breakNetwork, kill } from "./faults.ts";
import { Followers } from "./followers.ts";
import { busyness, measure } from "./gauge.ts";
import { Keeping } from "./keeping.ts";
import { Meter } from "./meter.ts";
import { signIn, work } from "./people.ts";
import { PLAN } from "./plan.ts";
import { Receivers } from "./receivers.ts";
import { Sources } from "./sources.ts";

/** What the monitors watch, in turn. */
const WATCHED = [{}, { severity: ["critical"] }, { q: "disk" }, { label: ["tier=gold"] }] as const;

/** A server and all who have to do with it for a day. */
export class Day {
  readonly app: App;
  readonly receivers: Receivers;
  readonly sources: Sources;
  readonly keeping: Keeping;
  readonly followers: Followers;
  readonly asked: Asked;
  readonly samples: Sample[] = [];
  /** How long (ms) the slowest start after a kill took. */
  slowestStart = 0;
  readonly #random = seededRandom(20_260_101);
  readonly #meters: Record<"post" | "page" | "live", Meter>;
  readonly #people: readonly Caller[];
  readonly #witness: Crowd;
  readonly #proxy: FaultProxy;
  readonly #posthog: PostHog;

  private constructor({ team, asked, ...all }: Begun) {
    this.app = team.app;
    this.asked = asked;
    this.receivers = all.receivers;
    this.sources = new Sources(all.program, all.meters.post, seededRandom(1));
    this.keeping = new Keeping(all.admin);
    this.followers = all.followers;
    this.#meters = all.meters;
    this.#people = all.people;
    this.#witness = all.witness;
    this.#proxy = all.proxy;
    this.#posthog = all.posthog;
  }

  static async begin(): Promise<Day> {
    const posthog = await PostHog.start();
    // It takes everything, and never answers.
    posthog.status = 0;
    const receivers = await Receivers.start();
    const app = await App.start(undefined, environmentOf(posthog, receivers));
    const team = await Team.found(app, []);
    const asked: Asked = { wrong: [], broken: 0 };
    await receivers.add(team);
    await addMonitors(team);
    const program = new Caller(app, await keyOf(team), asked);
    const people = await signIn(team, asked);
    const cookie = await cookieOf(app, { name: "Mira", password: PASSWORD });
    const admin = new Caller(app, { cookie, origin: new URL(app.url).origin }, asked);
    const meters = { post: new Meter(), page: new Meter(), live: new Meter() };
    const proxy = await FaultProxy.start(() => Number(new URL(app.url).port));
    const followers = await Followers.come(program, proxy.url, PLAN.crowd, cookie);
    const witness = await witnessOf(app, cookie, meters.live);
    return new Day({
      team,
      asked,
      receivers,
      posthog,
      program,
      people,
      admin,
      meters,
      proxy,
      followers,
      witness,
    });
  }

  /** Lets everything happen at once, and waits until all of it is over. */
  async pass(): Promise<void> {
    // What fails ends the day for all.
    const failed = new AbortController();
    const over = AbortSignal.any([AbortSignal.timeout(PLAN.length), failed.signal]);
    const begun = performance.now();
    const environment = environmentOf(this.#posthog, this.receivers);
    const all = [
      this.sources.run(over),
      this.keeping.run(over),
      breakNetwork(this.#proxy, this.#random, over),
      this.#look(begun, over),
      ...this.#people.map((caller, index) =>
        work(caller, this.#meters.page, seededRandom(index + 2), over),
      ),
    ];
    try {
      const killing = kill(this.app, environment, begun, over);
      [this.slowestStart] = await Promise.all([killing, ...all]);
    } finally {
      failed.abort();
    }
  }

  /** Notes how the server is, again and again, and lets those begin anew who were told to. */
  async #look(begun: number, over: AbortSignal): Promise<void> {
    let before = { at: begun, pid: this.app.pid, processor: 0 };
    while (!over.aborted) {
      await pause(PLAN.look, null, { signal: over }).catch(() => {});
      await this.followers.begin();
      const { post, page, live } = this.#meters;
      const times = { post: post.take(), page: page.take(), live: live.take() };
      const [at, measured] = [performance.now(), measure(this.app)];
      const part = (at - begun) / PLAN.length;
      if (measured === null || part > 1) continue;
      const now = { at, pid: this.app.pid, processor: measured.processor };
      const used = (100_000 * (now.processor - before.processor)) / (at - before.at);
      const processor = now.pid === before.pid ? used : null;
      before = now;
      this.samples.push({ part, ...measured, processor, busyness: busyness(), ...times });
    }
  }

  async end(): Promise<void> {
    this.followers.crowd.leave();
    this.#witness.leave();
    await this.#proxy.close();
    await this.app.dispose();
    this.receivers.stop();
    this.#posthog.stop();
  }
}

interface Begun {
  readonly team: Team;
  readonly asked: Asked;
  readonly receivers: Receivers;
  readonly posthog: PostHog;
  readonly program: Caller;
  readonly people: readonly Caller[];
  readonly admin: Caller;
  readonly meters: Record<"post" | "page" | "live", Meter>;
  readonly proxy: FaultProxy;
  readonly followers: Followers;
  readonly witness: Crowd;
}

function environmentOf(posthog: PostHog, receivers: Receivers): NodeJS.ProcessEnv {
  return {
    ...posthog.environment,
    ...receivers.environment,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://${posthog.host}`,
    // All that are made are looked at in the end.
    BACKUP_KEEP: "1000",
    LOG_LEVEL: "warn",
  };
}

async function addMonitors(team: Team): Promise<void> {
  for (let index = 0; index < PLAN.monitors; index += 1) {
    const filter = WATCHED[index % WATCHED.length];
    const input = { type: "feed", filter, count: "opened" };
    await team.ask("POST", "/api/monitors", { name: `monitor ${index}`, input, bucket: 60 });
  }
}

async function keyOf(team: Team): Promise<{ authorization: string }> {
  const scopes = ["read", "ingest", "operate"];
  const made = await team.ask("POST", "/api/keys", { name: "day", scopes });
  const { key } = v.parse(v.object({ key: v.string() }), await made.json());
  return { authorization: `Bearer ${key}` };
}

/** One whose network is good: it notes how long after an alert was taken in it has its row. */
async function witnessOf(app: App, cookie: string, meter: Meter): Promise<Crowd> {
  const headers = { cookie, origin: new URL(app.url).origin };
  const answer = await app.fetch("/api/alerts?limit=1", { headers });
  const page = v.parse(pageSchema, await answer.json());
  let last = 0;
  const hear: Manner["hear"] = ({ put }) => {
    for (const { id, receivedAt } of put) {
      if (id > last) meter.add(Date.now() - Date.parse(receivedAt));
      last = Math.max(last, id);
    }
  };
  return new Crowd(app.url, 1, [{ page, filter: {} }], { headers, hear });
}
