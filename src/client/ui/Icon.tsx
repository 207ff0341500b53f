import type { Alert, Severity } from "../../domain/alert.ts";

type Name =
  | Severity
  | `${Severity}-resolved`
  | "bell"
  | "search"
  | "pause"
  | "play"
  | "close"
  | "up"
  | "undo"
  | "clock"
  | "person"
  | "trash";

/** A shape as big as its box (px); a line is drawn along it, or it is filled but for its holes. */
interface Shape {
  readonly box: 16 | 18 | 20;
  readonly line: boolean;
  readonly path: string;
}

const filled = (path: string): Shape => ({ box: 18, line: false, path });
const line = (box: Shape["box"], path: string): Shape => ({ box, line: true, path });

const MARK_HOLES = "M8 5a1 1 0 0 1 2 0v4.6a1 1 0 0 1-2 0zM8 12.6a1 1 0 0 1 2 0v.1a1 1 0 0 1-2 0z";
const RING = "M9 1.8a7.2 7.2 0 0 1 0 14.4A7.2 7.2 0 0 1 9 1.8z";

const OCTAGON = "M5.7 1h6.6L17 5.7v6.6L12.3 17H5.7L1 12.3V5.7z";
const DISC = "M9 1a8 8 0 0 1 0 16A8 8 0 0 1 9 1z";
const TRIANGLE = "M9.4 1.4 17.6 15.7a.5.5 0 0 1-.4.8H.8a.5.5 0 0 1-.4-.8L8.6 1.4a.5.5 0 0 1 .8 0z";
const TICK_HOLE = "M5 9.5l1.5-1.5 1.6 1.6 3.6-4L13.2 7l-5.1 5.7z";

/**
 * Each severity has a shape of its own, so that none depends on its colour. It keeps the shape when
 * it is resolved, with a tick in it.
 */
const SHAPES: Readonly<Record<Name, Shape>> = {
  critical: filled(OCTAGON + MARK_HOLES),
  error: filled(DISC + MARK_HOLES),
  warning: filled(
    `${TRIANGLE}M8 7a1 1 0 0 1 2 0v3.6a1 1 0 0 1-2 0zM8 13.2a1 1 0 0 1 2 0v.1a1 1 0 0 1-2 0z`,
  ),
  info: line(18, `${RING}M9 8.4V13M9 5.4v.1`),
  "critical-resolved": filled(OCTAGON + TICK_HOLE),
  "error-resolved": filled(DISC + TICK_HOLE),
  "warning-resolved": filled(`${TRIANGLE}M5.8 11l1.2-1.2 1.4 1.4 2.6-3 1.2 1.2-3.8 4.3z`),
  "info-resolved": line(18, `${RING}M5.8 9.2l2.2 2.3 4.4-4.8`),
  bell: line(
    20,
    "M4 14.5c1.4-1.2 1.6-2.7 1.6-5a4.4 4.4 0 0 1 8.8 0c0 2.3.2 3.8 1.6 5z" +
      "M8.4 17.2h3.2M10 5V2.8",
  ),
  search: line(16, "M11.6 7A4.6 4.6 0 1 1 2.4 7a4.6 4.6 0 0 1 9.2 0zm-1.2 3.4 3.4 3.4"),
  close: line(16, "m3.5 3.5 9 9m0-9-9 9"),
  pause: line(16, "M5.5 3.5v9M10.5 3.5v9"),
  play: line(16, "M5 3.2v9.6l7.6-4.8z"),
  up: line(16, "M8 13V3M3.8 7.2 8 3l4.2 4.2"),
  undo: line(16, "M6.2 3 2.8 6.4l3.4 3.4M3 6.4h6.2a3.3 3.3 0 0 1 0 6.6H6.5"),
  clock: line(16, "M8 2.4a5.6 5.6 0 0 1 0 11.2A5.6 5.6 0 0 1 8 2.4zM8 5v3.2l2.2 1.6"),
  person: line(16, "M8 7.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM2.9 13.6a5.2 5.2 0 0 1 10.2 0"),
  trash: line(16, "M2.5 4.2h11M6 4V2.5h4V4m-6 .4.6 9h6.8l.6-9"),
};

/** The mark of an alert: how bad it is or was, and whether that is over. */
export function markOf({ severity, status }: Pick<Alert, "severity" | "status">): Name {
  return status === "resolved" ? `${severity}-resolved` : severity;
}

/**
 * It says nothing that the text beside it does not say. One path, and not a symbol that is referred
 * to: each symbol would be a tree of its own, clipped and moved, in every row that is painted.
 */
export function Icon(props: { name: Name; class?: string }) {
  const shape = () => SHAPES[props.name];
  return (
    <svg
      class={`icon ${shape().line ? "line" : ""} ${props.class ?? ""}`}
      viewBox={`0 0 ${shape().box} ${shape().box}`}
      aria-hidden="true"
    >
      <path d={shape().path} />
    </svg>
  );
}
