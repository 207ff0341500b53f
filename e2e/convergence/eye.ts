import type { Landing, Scroller } from "../../src/client/scroll/scroll.ts";

/** Where a reader without a screen looks: the top of the feed or one of its rows. */
export interface Eye extends Scroller {
  readonly look: (place: "top" | number) => void;
}

/** Rows that fill a small screen. */
const SCREENFUL = 10;

/** Keeps its place as the scroller in a browser does; `rows` are those that are shown. */
export function createEye(rows: () => readonly number[]): Eye {
  let place: "top" | number = "top";

  function idAt(landing: Exclude<Landing, "top">): number {
    return "centred" in landing ? landing.centred : landing.alertId;
  }

  /** The row in view; where it has gone, the next older one. */
  function row(): number {
    const shown = rows();
    const at = place;
    if (at === "top") return shown[0] ?? 0;
    return shown.find((id) => id <= at) ?? shown.at(-1) ?? 0;
  }

  return {
    hold: (change, stays) => {
      const anchor = [row(), ...rows()].find(stays);
      change();
      // Rows that come in above push what is seen away from the top.
      if (anchor !== undefined && (place !== "top" || rows()[0] !== anchor)) place = anchor;
    },
    land: (change, landing) => {
      change();
      place = landing === "top" ? "top" : idAt(landing);
    },
    release: () => {},
    reveal: () => {},
    anchor: () => (rows().length === 0 ? null : { alertId: row(), offset: 0 }),
    atTop: () => place === "top" || rows().length === 0,
    isShort: () => rows().indexOf(row()) + 2 * SCREENFUL > rows().length,
    centre: row,
    screenful: () => SCREENFUL,
    onScreen: () => (rows().length === 0 ? null : { first: row(), last: row() }),
    dispose: () => {},
    look: (where) => {
      place = where;
    },
  };
}
