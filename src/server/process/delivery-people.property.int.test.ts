import { setImmediate } from "node:timers/promises";
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Command } from "../../domain/command.ts";
import { aReport } from "../../domain/history.arbitrary.ts";
import type { By } from "../store/people.ts";
import { openRig, valueOf } from "./delivery.fixture.ts";
import { createReceivers, DELIVERED, FAILED, type Held } from "./receivers.fixture.ts";

const FROM_THE_START = "2000-01-01T00:00:00.000Z";
const BY: By = { actor: "user:mira", address: null };

/** What happens, one thing after another, whatever else is under way. */
type Step =
  | { readonly type: "command"; readonly command: Command }
  /** The request that came first and has no answer yet gets one. */
  | { readonly type: "answer"; readonly isTaken: boolean }
  | { readonly type: "time" }
  | { readonly type: "pause" }
  | { readonly type: "resume"; readonly from: "position" | "now" | "start" }
  | { readonly type: "turn"; readonly isEnabled: boolean }
  | { readonly type: "move"; readonly url: string }
  | { readonly type: "replay"; readonly seq: number }
  | { readonly type: "replay-failed" }
  | { readonly type: "restart" }
  | { readonly type: "hold" }
  | { readonly type: "let-go" };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc
    .record({
      fingerprint: fc.constantFrom("a", "b", "c"),
      severity: fc.constantFrom("critical" as const, "info" as const),
      status: fc.constantFrom("firing" as const, "resolved" as const),
    })
    .map((fields) => ({
      type: "Report" as const,
      report: aReport({ ...fields, startedAt: null }),
    })),
  fc.integer({ min: 1, max: 4 }).map((id) => ({ type: "Note" as const, id, note: "n" })),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: command.map((one) => ({ type: "command" as const, command: one })) },
  {
    weight: 8,
    arbitrary: fc.boolean().map((isTaken) => ({ type: "answer" as const, isTaken })),
  },
  { weight: 3, arbitrary: fc.constant({ type: "time" as const }) },
  { weight: 2, arbitrary: fc.constant({ type: "pause" as const }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom("position" as const, "now" as const, "start" as const)
      .map((from) => ({ type: "resume" as const, from })),
  },
  {
    weight: 2,
    arbitrary: fc.boolean().map((isEnabled) => ({ type: "turn" as const, isEnabled })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("http://a.test/one", "http://b.test/one")
      .map((url) => ({ type: "move" as const, url })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 12 }).map((seq) => ({ type: "replay" as const, seq })),
  },
  { weight: 1, arbitrary: fc.constant({ type: "replay-failed" as const }) },
  { weight: 1, arbitrary: fc.constant({ type: "restart" as const }) },
  { weight: 1, arbitrary: fc.constant({ type: "hold" as const }) },
  { weight: 2, arbitrary: fc.constant({ type: "let-go" as const }) },
);

/** What was done to a webhook, and what is wrong with what it is sent since. */
function createModel(underWay: () => readonly Held[]) {
  const wrongs: string[] = [];
  const taken: { readonly seq: number; readonly alert: number; readonly stretch: number }[] = [];
  const stretchOf = new Map<Held, number>();
  const replayed = new Set<number>();
  /** Between two changes of its place in the log. */
  let stretch = 0;
  /** Up to there nobody waits for what was not taken by then. */
  let waived = 0;
  let isPaused = false;
  let isEnabled = true;
  let urls: readonly string[] = ["http://a.test/one"];

  function came(request: Held): void {
    const { seq, alert, url } = request;
    const others = underWay();
    if (isPaused || !isEnabled) wrongs.push(`${seq} was sent while nothing was to be`);
    if (!urls.includes(url)) wrongs.push(`${seq} was sent to ${url}`);
    if (others.length > 3) wrongs.push(`${seq} was sent beside ${others.length} others`);
    if (others.some((other) => other.alert === alert))
      wrongs.push(`${seq} was sent beside another of the same alert`);
    stretchOf.set(request, stretch);
  }

  function took(request: Held): void {
    const { seq, alert } = request;
    taken.push({ seq, alert, stretch: stretchOf.get(request) ?? stretch });
  }

  /** Of each alert and stretch, what did not come first in order, but for what was asked for out of turn. */
  function disorder(): string[] {
    const last = new Map<string, number>();
    const seen = new Set<string>();
    return taken.flatMap(({ seq, alert, stretch: at }) => {
      if (replayed.has(seq) || seen.has(`${at} ${seq}`)) return [];
      seen.add(`${at} ${seq}`);
      const before = last.get(`${at} ${alert}`) ?? 0;
      last.set(`${at} ${alert}`, seq);
      return before < seq ? [] : [`${seq} came after ${before}`];
    });
  }

  function missing(seqs: readonly number[]): number[] {
    const got = new Set(taken.map(({ seq }) => seq));
    return seqs.filter((seq) => seq > waived && !got.has(seq));
  }

  return {
    came,
    took,
    disorder,
    missing,
    wrongs,
    pause: (is: boolean) => (isPaused = is),
    turn: (is: boolean) => (isEnabled = is),
    move: (to: readonly string[]) => (urls = to),
    replay: (seq: number) => replayed.add(seq),
    resumeAt(place: number) {
      stretch += 1;
      waived = place;
    },
    now: () => ({ isPaused, isEnabled, urls }),
  };
}

/** A webhook that people change, one beside it that takes everything, and the model of the first. */
async function openScene() {
  const underWay = () => receivers.held();
  const model = createModel(underWay);
  const receivers = createReceivers((request) => {
    if (request.path === "/beside") return DELIVERED;
    model.came(request);
    return null;
  });
  const rig = await openRig(receivers.guard, { busyTimeout: 1 });
  const { id } = await rig.add("http://a.test/one");
  const { id: beside } = await rig.add("http://a.test/beside");
  const holder = new Database(rig.file);

  /** What is allowed while the change is made is allowed before and after. */
  async function take(one: Step): Promise<void> {
    const now = rig.time.now();
    const { isPaused, isEnabled, urls } = model.now();
    switch (one.type) {
      case "command":
        await rig.store.execute([one.command], null);
        return;
      case "answer": {
        const [first] = underWay();
        if (first !== undefined && one.isTaken) model.took(first);
        first?.answer(one.isTaken ? DELIVERED : FAILED);
        return;
      }
      case "time":
        rig.time.advance();
        return;
      case "pause":
        if ((await rig.change(id, (webhooks) => webhooks.pause(id, BY))).ok) model.pause(true);
        return;
      case "resume": {
        const from = one.from === "start" ? { time: FROM_THE_START } : one.from;
        model.pause(false);
        const resumed = await rig.change(id, (webhooks) => webhooks.resume(id, from, now, BY));
        if (!resumed.ok) model.pause(isPaused);
        else if (one.from !== "position")
          model.resumeAt(one.from === "now" ? rig.store.head().seq : 0);
        return;
      }
      case "turn": {
        model.turn(true);
        const to = { isEnabled: one.isEnabled };
        const turned = await rig.change(id, (webhooks) => webhooks.change(id, to, BY));
        model.turn(turned.ok ? one.isEnabled : isEnabled);
        return;
      }
      case "move": {
        model.move([...urls, one.url]);
        const to = { url: one.url };
        const moved = await rig.change(id, (webhooks) => webhooks.change(id, to, BY));
        model.move(moved.ok ? [one.url] : urls);
        return;
      }
      case "replay":
        model.replay(one.seq);
        await rig.change(id, (webhooks) => webhooks.replay(id, { seq: one.seq }, now, BY));
        return;
      case "replay-failed": {
        const failedSince = FROM_THE_START;
        await rig.change(id, (webhooks) => webhooks.replay(id, { failedSince }, now, BY));
        return;
      }
      case "restart":
        await rig.restart();
        return;
      case "hold":
        if (!holder.inTransaction) holder.exec("begin immediate");
        return;
      case "let-go":
        if (holder.inTransaction) holder.exec("commit");
        return;
      default:
        one satisfies never;
    }
  }

  /** Everything works again, and is waited for until nothing is left to be sent. */
  async function end(): Promise<void> {
    await take({ type: "let-go" });
    holder.close();
    await take({ type: "turn", isEnabled: true });
    await take({ type: "resume", from: "position" });
    const pendingOf = async (of: number) => {
      const { webhook, pending } = await rig.course(of);
      return pending.length + rig.store.head().seq - webhook.position;
    };
    while ((await pendingOf(id)) + (await pendingOf(beside)) > 0) {
      while (underWay().length > 0) await take({ type: "answer", isTaken: true });
      rig.time.advance();
      await setImmediate();
    }
  }

  /** The events of the log that each is to be told of. */
  async function told() {
    const seqs = Array.from({ length: rig.store.head().seq }, (_, index) => index + 1);
    const { moments } = valueOf(await rig.moments.after(0, seqs.length, () => true));
    const own = moments.filter(({ after }) => after.source !== "tocsin");
    return { one: own.map(({ event }) => event.seq), beside: seqs };
  }

  return { model, take, end, told, at: receivers.at, close: rig.close };
}

test("whatever people do meanwhile, nothing is lost, nothing sent that is not to be, and all in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const { model, take, end, told, at, close } = await openScene();
      for (const one of steps) {
        await take(one);
        await setImmediate();
        expect(model.wrongs).toEqual([]);
      }
      await end();
      expect(model.wrongs).toEqual([]);
      expect(model.disorder()).toEqual([]);
      const seqs = await told();
      expect(model.missing(seqs.one)).toEqual([]);
      const own = new Set(seqs.one);
      expect(at("/one").filter(({ seq }) => !own.has(seq))).toEqual([]);
      expect(new Set(at("/beside").map(({ seq }) => seq))).toEqual(new Set(seqs.beside));
      await close();
    }),
    { numRuns: 25 },
  );
});
