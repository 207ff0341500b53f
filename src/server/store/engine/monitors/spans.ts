import type { Opening, Speaker } from "../../../monitors/reports.ts";
import type { Happening, SpanKind } from "../../../monitors/standing.ts";
import { isoTime } from "../iso-time.ts";

/** The alert of a monitor that is to be opened, and the bucket in which that was seen. */
export interface NewSpan {
  readonly opening: Opening;
  readonly bucket: number;
}

/** An alert that is to be closed. Times in ms since 1970. */
export interface Closed {
  readonly monitor: number;
  readonly kind: SpanKind;
  readonly bucket: number;
  readonly ended: number;
  readonly note: string;
}

/** What is opened and what is closed by what happened to a monitor. */
export function spansOf(monitor: Speaker, happenings: readonly Happening[]) {
  const opened: NewSpan[] = [];
  const closed: Closed[] = [];
  for (const happening of happenings) {
    const { kind, bucket } = happening;
    if (happening.type === "closed") {
      const { ended, note } = happening;
      closed.push({ monitor: monitor.id, kind, bucket, ended, note });
    } else {
      const { title, since } = happening;
      opened.push({ opening: { monitor, kind, title, since: isoTime(since) }, bucket });
    }
  }
  return { opened, closed };
}
