/** How many deviations above its mean a score must be to open an alert. */
export const SENSITIVITIES = { high: 4.5, normal: 6, low: 8.5 } as const;

/** A change by a smaller part of what was expected calls nobody, however regular the series was. */
export const MINIMUM_RELATIVE_CHANGE = 0.2;

export type Direction = "both" | "high" | "low";

/** When a monitor opens an alert and when it closes it. */
export interface Rule {
  /** Deviations of the score above its mean: see {@link SENSITIVITIES}. */
  readonly threshold: number;
  readonly direction: Direction;
  /** How far the value must be from what was expected, in its own unit. */
  readonly minimumChange: number;
  /** The same as a part of what was expected: see {@link MINIMUM_RELATIVE_CHANGE}. */
  readonly minimumRelativeChange: number;
  /** To open an alert, `unusual` of the last `of` buckets that were scored must be so, the newest among them. */
  readonly unusual: number;
  readonly of: number;
  /** Quiet buckets in a row that close an alert, two at least: amid an anomaly a score may fall for one. */
  readonly closeAfter: number;
}

/** What is known of a bucket that was scored. */
export interface Reading {
  /** When the bucket begins (ms since 1970). */
  readonly time: number;
  readonly value: number;
  readonly expected: number;
  /** What the season says is usual at that time, 0 where there is none. */
  readonly seasonal: number;
  readonly score: number;
  /** How far the score is above the mean of scores, in deviations. */
  readonly deviations: number;
}

/** Nothing is open. `recent`: which of the last buckets that were scored were unusual, the newest last. */
export interface Watching {
  readonly type: "watching";
  readonly recent: readonly boolean[];
}

/** An alert is open. Everything about a level is without the season. */
export interface Open {
  readonly type: "open";
  /** When it became unusual (ms). */
  readonly since: number;
  readonly expectedLevel: number;
  readonly openingLevel: number;
  /** The quiet buckets in a row: how many, when the first of them began, and sums over them. */
  readonly quiet: number;
  readonly quietSince: number;
  readonly values: number;
  readonly levels: number;
}

export type AlertState = Watching | Open;

export const WATCHING: Watching = { type: "watching", recent: [] };

export type Outcome =
  | { readonly type: "nothing" }
  | {
      readonly type: "opened";
      readonly direction: "high" | "low";
      readonly value: number;
      readonly expected: number;
    }
  | {
      readonly type: "closed";
      /** Whether it went back, or stayed so long that it is what is usual now. */
      readonly as: "back" | "usual";
      /** How long (ms) it was unusual. */
      readonly after: number;
      /** The mean of the quiet buckets. */
      readonly value: number;
    };

export interface Judgement {
  readonly state: AlertState;
  readonly outcome: Outcome;
}

const NOTHING: Outcome = { type: "nothing" };
/** However calm a series was, a lower score is ordinary: about 1 is the mean. */
const LEAST_SCORE = 1.5;
/** The part of the threshold below which a bucket is quiet. */
const QUIET = 0.6;

/** What a reading does to the alert of a monitor. */
export function judge(rule: Rule, state: AlertState, reading: Reading): Judgement {
  switch (state.type) {
    case "watching":
      return judgeWatching(rule, state, reading);
    case "open":
      return judgeOpen(rule, state, reading);
    default:
      return state satisfies never;
  }
}

function judgeWatching(rule: Rule, { recent }: Watching, reading: Reading): Judgement {
  const seen = [...recent, isUnusual(rule, reading)].slice(-rule.of);
  const unusual = seen.filter(Boolean).length;
  if (seen.at(-1) !== true || unusual < rule.unusual) {
    return { state: { type: "watching", recent: seen }, outcome: NOTHING };
  }
  const { time, value, expected, seasonal } = reading;
  return {
    state: {
      type: "open",
      since: time,
      expectedLevel: expected - seasonal,
      openingLevel: value - seasonal,
      quiet: 0,
      quietSince: time,
      values: 0,
      levels: 0,
    },
    outcome: { type: "opened", direction: value < expected ? "low" : "high", value, expected },
  };
}

function isUnusual(rule: Rule, { value, expected, score, deviations }: Reading): boolean {
  const change = Math.abs(value - expected);
  const wanted = rule.direction === "both" || (rule.direction === "low") === value < expected;
  return (
    deviations >= rule.threshold &&
    score >= LEAST_SCORE &&
    change > 0 &&
    change >= rule.minimumChange &&
    change >= rule.minimumRelativeChange * Math.abs(expected) &&
    wanted
  );
}

function judgeOpen(rule: Rule, state: Open, reading: Reading): Judgement {
  const { time, value, seasonal } = reading;
  if (!isQuiet(rule, reading)) {
    return { state: { ...state, quiet: 0, values: 0, levels: 0 }, outcome: NOTHING };
  }
  const quiet = state.quiet + 1;
  const quietSince = state.quiet === 0 ? time : state.quietSince;
  const [values, levels] = [state.values + value, state.levels + value - seasonal];
  if (quiet < rule.closeAfter) {
    return { state: { ...state, quiet, quietSince, values, levels }, outcome: NOTHING };
  }
  const level = levels / quiet;
  const stayed = Math.abs(level - state.openingLevel) < Math.abs(level - state.expectedLevel);
  return {
    state: WATCHING,
    outcome: {
      type: "closed",
      as: stayed ? "usual" : "back",
      after: quietSince - state.since,
      value: values / quiet,
    },
  };
}

/** Whether a bucket lets an open alert come nearer to its end. */
export function isQuiet({ threshold }: Rule, { deviations }: Reading): boolean {
  return deviations < QUIET * threshold;
}
