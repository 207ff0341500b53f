import fc from "fast-check";
import { expect, test } from "vitest";
import { OPERATOR } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { actionsFor } from "../commands/actions.ts";
import { performed } from "../commands/performed.ts";
import type { Act, Action } from "../../domain/act.ts";
import { createFeed } from "./feed.ts";
import type { Pending } from "./pending.ts";

const DOING = { actor: "user:mira", now: "2026-01-01T01:00:00.000Z" } as const;

/** A command between the hand and the server's answer to it. */
interface Sent {
  readonly act: Act;
  readonly pending: Pending;
  /** Undefined until the server has seen to it; null where it was refused. */
  outcome?: Alert | null;
  isAnswered: boolean;
}

function actOf(action: Action): Act {
  return action === "snooze" ? { action, until: "2026-01-02T09:00:00.000Z" } : { action };
}

/** A reader of one alert, a server, and between them answers and diffs that take their time. */
class World {
  readonly feed;
  server = anAlert({ id: 1, seq: 1 });
  intended: Alert = this.server;
  readonly sent: Sent[] = [];
  readonly diffs: Alert[] = [];

  constructor() {
    const page = { alerts: [this.server], older: null, newer: null, head: { epoch: "e", seq: 1 } };
    const opening = { page: { ok: true as const, value: page }, newest: 0, detail: null, now: "" };
    this.feed = createFeed(opening, {}, OPERATOR);
  }

  press(pick: number): void {
    // What is deleted can be restored once that was answered: until then nothing offers it.
    const actions = actionsFor(this.intended).filter((action) => action !== "restore");
    const action = actions[pick % actions.length];
    if (action === undefined) return;
    const act = actOf(action);
    const pending = { alertId: 1, change: (alert: Alert) => performed(alert, act, DOING) };
    this.sent.push({ act, pending, isAnswered: false });
    this.intended = performed(this.intended, act, DOING);
    this.feed.expect(pending);
  }

  /** The server sees to the next command; a busy one refuses it. */
  serve(isBusy: boolean): void {
    const next = this.sent.find(({ outcome }) => outcome === undefined);
    if (!next) return;
    const isPossible = !isBusy && actionsFor(this.server).includes(next.act.action);
    next.outcome = isPossible ? this.change(performed(this.server, next.act, DOING)) : null;
  }

  /** Somebody else takes it, or gives it back. */
  others(): void {
    const action = this.server.status === "firing" ? "acknowledge" : "unacknowledge";
    if (actionsFor(this.server).includes(action)) {
      this.change(performed(this.server, { action }, DOING));
    }
  }

  change(alert: Alert): Alert {
    this.server = { ...alert, seq: this.server.seq + 1 };
    this.diffs.push(this.server);
    return this.server;
  }

  /** One of the answers that are on their way comes in, in any order. */
  answer(pick: number): void {
    const waiting = this.sent.filter(
      ({ outcome, isAnswered }) => outcome !== undefined && !isAnswered,
    );
    const one = waiting[pick % waiting.length];
    if (one?.outcome === undefined) return;
    one.isAnswered = true;
    if (one.outcome === null) this.feed.takeBack(one.pending);
    else this.feed.settle(one.outcome, "e", one.pending);
  }

  diff(): void {
    const alert = this.diffs.shift();
    if (!alert) return;
    const change =
      alert.deletedAt === null ? { put: [alert], remove: [] } : { put: [], remove: [1] };
    this.feed.receive({ ...change, patch: [], to: alert.seq });
  }

  finish(): void {
    for (const _ of this.sent) this.serve(false);
    for (const _ of this.sent) this.answer(0);
    while (this.diffs.length > 0) this.diff();
  }

  get shown(): string {
    return this.feed.rows.row(1)?.status ?? "gone";
  }
}

const look = ({ status, deletedAt }: Alert) => (deletedAt === null ? status : "gone");

const pick = fc.nat(5);
const calmSteps = fc.oneof(
  pick.map((n) => (world: World) => world.press(n)),
  fc.constant((world: World) => world.serve(false)),
  pick.map((n) => (world: World) => world.answer(n)),
  fc.constant((world: World) => world.diff()),
);
const anySteps = fc.oneof(
  calmSteps,
  fc.constant((world: World) => world.serve(true)),
  fc.constant((world: World) => world.others()),
);

test("whatever comes in when, the row shows what the hand has done and never anything else", () => {
  fc.assert(
    fc.property(fc.array(calmSteps, { maxLength: 30 }), (steps) => {
      const world = new World();
      for (const step of steps) {
        step(world);
        expect(world.shown).toBe(look(world.intended));
      }
    }),
    { numRuns: 2000 },
  );
});

test("whatever is refused and whatever others do, the row ends as the server has it", () => {
  fc.assert(
    fc.property(fc.array(anySteps, { maxLength: 30 }), (steps) => {
      const world = new World();
      for (const step of steps) step(world);
      world.finish();
      expect(world.shown).toBe(look(world.server));
    }),
    { numRuns: 2000 },
  );
});
