import fc from "fast-check";
import { expect, test } from "vitest";
import { CLOSE, type Frame, SILENCE, type Subscribe } from "../../protocol/frame.ts";
import { type Connection, DISCONNECTED, type Signal, stateOf, step } from "./connection.ts";

/** What may happen, whenever it may: places are told by how far they lie from where we are. */
type Chance =
  | { readonly do: "open" | "wake" | "ask" | "doubt" | "beat" | "reset" | "answer" | "turn back" }
  | { readonly do: "sign out" | "sign in" }
  | { readonly do: "close"; readonly code: number }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "subscribe"; readonly ahead: number; readonly epoch: string }
  | { readonly do: "diff"; readonly from: number; readonly length: number };

const chances: fc.Arbitrary<Chance> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(["open", "open", "answer", "answer", "beat"] as const),
        ...(["wake", "ask", "doubt", "reset", "turn back", "sign out", "sign in"] as const),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("close"),
      code: fc.constantFrom(
        1006,
        1011,
        CLOSE.stopping,
        CLOSE.tooSlow,
        CLOSE.badMessage,
        CLOSE.signInRequired,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("wait"),
      ms: fc.constantFrom(100, 500, 10_000, SILENCE + 1),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("subscribe"),
      ahead: fc.integer({ min: -3, max: 10 }),
      epoch: fc.constantFrom("a", "a", "b"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("diff"),
      from: fc.integer({ min: -3, max: 3 }),
      length: fc.integer({ min: 1, max: 4 }),
    }),
  },
);

/** A connection, and what a bystander knows of it who sees only what goes to and fro. */
class Bystander {
  connection: Connection = DISCONNECTED;
  /** Time that has passed, and the clock, which may be set back. */
  #elapsed = 0;
  #clock = 100_000_000;
  #socket: "none" | "opening" | "open" = "none";
  /** What was asked on this socket and has not been answered. */
  #asked: Subscribe[] = [];
  #isSubscribed = false;
  #heardAt = 0;

  take(chance: Chance): void {
    switch (chance.do) {
      case "open":
        if (this.#socket !== "opening") return;
        this.#socket = "open";
        this.#heardAt = this.#elapsed;
        return this.#signal({ type: "opened" });
      case "close":
        if (this.#socket === "none") return;
        this.#lose();
        return this.#signal({ type: "closed", code: chance.code, reason: "" });
      case "wait":
        this.#elapsed += chance.ms;
        this.#clock += chance.ms;
        return this.#signal({ type: "tick" });
      case "turn back":
        this.#clock -= 3_600_000;
        return this.#signal({ type: "tick" });
      case "wake":
        return this.#signal({ type: "woken" });
      case "ask":
        return this.#signal({ type: "asked" });
      case "doubt":
        return this.#signal({ type: "doubted" });
      case "sign out":
        return this.#signal({ type: "signed-out" });
      case "sign in":
        return this.#signal({ type: "signed-in" });
      case "subscribe": {
        const since = { epoch: chance.epoch, seq: Math.max(this.#seq + chance.ahead, 0) };
        return this.#signal({ type: "subscribe", since, filter: {} });
      }
      case "answer":
        return this.#answer();
      case "reset":
        this.#asked.shift();
        this.#isSubscribed = false;
        return this.#hear({ type: "reset", reason: "epoch" });
      case "beat":
        return this.#hear({ type: "beat", seq: this.#seq + 2 });
      case "diff": {
        const from = Math.max(this.#seq + chance.from, 0);
        const to = from + chance.length;
        return this.#hear({ type: "diff", from, to, put: [], patch: [], remove: [] });
      }
      default:
        return chance satisfies never;
    }
  }

  get #seq(): number {
    return this.connection.subscription?.since.seq ?? 0;
  }

  #lose(): void {
    this.#socket = "none";
    this.#asked = [];
    this.#isSubscribed = false;
  }

  #answer(): void {
    const [asked] = this.#asked;
    if (asked?.since == null) return;
    this.#asked.shift();
    this.#isSubscribed = true;
    this.#hear({ type: "ready", ...asked.since });
  }

  #hear(frame: Frame): void {
    if (this.#socket !== "open") return;
    this.#heardAt = this.#elapsed;
    this.#signal({ type: "frame", frame });
  }

  #signal(signal: Signal): void {
    const before = this.connection;
    const [after, effects] = step(before, signal, { now: this.#clock, random: 0.5 });
    this.connection = after;
    for (const effect of effects) {
      if (effect.type === "close") this.#lose();
      if (effect.type === "open") {
        expect(this.#socket, "one socket at a time").toBe("none");
        expect(before.phase === "signed-out" && signal.type !== "signed-in", "for nobody").toBe(
          false,
        );
        this.#socket = "opening";
      }
      if (effect.type === "send") {
        expect(this.#socket, "only who is connected speaks").toBe("open");
        this.#asked.push(effect.message);
      }
      if (effect.type === "diff") {
        expect(this.#asked, "no diff of another subscription").toEqual([]);
        expect(effect.frame.from, "no diff beyond a gap").toBeLessThanOrEqual(seqOf(before));
        expect(effect.frame.to, "no diff twice").toBeGreaterThan(seqOf(before));
      }
    }
    this.#expectHonest();
    if (signal.type !== "subscribe") this.#expectForward(before, signal);
  }

  #expectHonest(): void {
    if (stateOf(this.connection) !== "live") return;
    expect(this.#socket).toBe("open");
    expect(this.#isSubscribed).toBe(true);
    expect(this.#asked).toEqual([]);
    expect(this.#elapsed - this.#heardAt).toBeLessThanOrEqual(SILENCE);
  }

  #expectForward(before: Connection, signal: Signal): void {
    const { subscription } = this.connection;
    if (subscription === null || before.subscription === null) return;
    expect(subscription.since.epoch).toBe(before.subscription.since.epoch);
    expect(subscription.since.seq).toBeGreaterThanOrEqual(seqOf(before));
    if (subscription.since.seq === seqOf(before)) return;
    expect(signal, "only the server says how far we are").toHaveProperty("frame");
  }
}

function seqOf({ subscription }: Connection): number {
  return subscription?.since.seq ?? 0;
}

test("whatever happens, it says live only when it is, and passes over nothing", () => {
  fc.assert(
    fc.property(fc.array(chances, { maxLength: 60, size: "max" }), (sequence) => {
      const bystander = new Bystander();
      bystander.take({ do: "subscribe", ahead: 5, epoch: "a" });
      expect(() => sequence.forEach((chance) => bystander.take(chance))).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

test("whatever has happened, once the server answers again it is live again", () => {
  fc.assert(
    fc.property(fc.array(chances, { maxLength: 60, size: "max" }), (sequence) => {
      const bystander = new Bystander();
      bystander.take({ do: "subscribe", ahead: 5, epoch: "a" });
      for (const chance of sequence) bystander.take(chance);
      fc.pre(bystander.connection.phase !== "refused");
      if (bystander.connection.subscription === null) {
        bystander.take({ do: "subscribe", ahead: 0, epoch: "b" });
      }
      bystander.take({ do: "sign in" });
      for (let waited = 0; waited < 20_500; waited += 500) {
        bystander.take({ do: "wait", ms: 500 });
        bystander.take({ do: "open" });
        for (let i = 0; i < 60; i++) bystander.take({ do: "answer" });
      }
      expect(stateOf(bystander.connection)).toBe("live");
    }),
    { numRuns: 500 },
  );
});
