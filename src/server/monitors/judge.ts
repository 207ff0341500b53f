import { type Rule, MINIMUM_RELATIVE_CHANGE, SENSITIVITIES } from "../monitor/rule.ts";
import { createDetector } from "../monitor/detector.ts";
import { createMonitor } from "../monitor/monitor.ts";
import { duration, wordsOf } from "../monitor/words.ts";
import type { MonitorSettings } from "../store/monitors.ts";
import { widthOf } from "./bucket.ts";
import { type Heard, listen } from "./silence.ts";
import type { Happening, Point, Standing } from "./standing.ts";

/** A bucket that is closed, as it came from its source. */
export interface ClosedBucket extends Heard {
  /** When it begins (ms since 1970). */
  readonly time: number;
}

/** What judging a bucket leads to; `happenings` has one of each kind at most. */
export interface Judged {
  readonly point: Point;
  readonly standing: Standing;
  readonly happenings: readonly Happening[];
}

type JudgeSettings = Pick<
  MonitorSettings,
  | "name"
  | "bucket"
  | "season"
  | "sensitivity"
  | "direction"
  | "minimumChange"
  | "closeAfter"
  | "silentAfter"
>;

/**
 * Judges the buckets of one monitor in their order. `seed` is its own, so that the same buckets are judged alike.
 * Zeros are said by the source, which knows what nothing means; a bucket without a value is one.
 */
export function createJudge(settings: JudgeSettings, seed: number) {
  const { bucket, season } = settings;
  const detector = createDetector({ bucket, season, gaps: "hold" }, seed);
  const monitor = createMonitor(ruleOf(settings), detector);

  return { judge, learn, replay: monitor.replay, resume };

  function judge(before: Standing, closed: ClosedBucket): Judged {
    const step = monitor.step(closed);
    const heard = listen(before.empty, settings.silentAfter, closed);
    const { time, value } = closed;
    const standing = {
      position: time,
      alert: step.alert,
      empty: heard.empty,
      progress: step.progress,
      trouble: null,
    };
    const isWarm = step.progress >= 1;
    const score = isWarm ? (step.reading?.deviations ?? null) : null;
    const point = { time, value, expected: step.reading?.expected ?? null, score };
    const happenings: Happening[] = [];
    const words = wordsOf(settings.name, step.outcome);
    switch (step.outcome.type) {
      case "nothing":
        break;
      case "opened":
        happenings.push({
          type: "opened",
          kind: "unusual",
          bucket: time,
          since: time,
          title: words ?? "",
        });
        break;
      case "closed": {
        const since = before.alert.type === "open" ? before.alert.since : time;
        const ended = since + step.outcome.after;
        happenings.push({
          type: "closed",
          kind: "unusual",
          bucket: time,
          ended,
          note: words ?? "",
        });
        break;
      }
      default:
        step.outcome satisfies never;
    }
    return {
      point,
      standing,
      happenings: [...happenings, ...silence(heard.outcome, before, time)],
    };
  }

  /** Judges a bucket of before it watched: nothing is opened for that. */
  function learn(before: Standing, closed: ClosedBucket): Judged {
    const judged = judge(before, closed);
    return { ...judged, happenings: [] };
  }

  /** Goes on after what was learnt or replayed. Of buckets before it watched nothing is open or silent. */
  function resume(kept: Standing): void {
    monitor.resume(kept.alert);
  }

  function silence(
    outcome: "silent" | "heard" | "nothing",
    before: Standing,
    time: number,
  ): Happening[] {
    const width = widthOf(settings);
    const emptyBefore = before.empty ?? 0;
    switch (outcome) {
      case "nothing":
        return [];
      case "silent": {
        const since = time - emptyBefore * width;
        const title = `${settings.name} has no data for ${duration((emptyBefore + 1) * width)}`;
        return [{ type: "opened", kind: "silent", bucket: time, since, title }];
      }
      case "heard": {
        const note = `Data again after ${duration(emptyBefore * width)}`;
        return [{ type: "closed", kind: "silent", bucket: time, ended: time, note }];
      }
      default:
        return outcome satisfies never;
    }
  }
}

function ruleOf({ sensitivity, direction, minimumChange, closeAfter }: JudgeSettings): Rule {
  return {
    threshold: SENSITIVITIES[sensitivity],
    direction,
    minimumChange,
    minimumRelativeChange: MINIMUM_RELATIVE_CHANGE,
    unusual: 1,
    of: 1,
    closeAfter,
  };
}
