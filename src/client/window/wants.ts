import { PAGE_SIZE } from "../../protocol/page.ts";
import { CAP } from "./stretch.ts";
import { type FeedWindow, reachesHead, type Side } from "./window.ts";

/** A page is wanted once no more rows than this lie beyond the centre on its side. */
const FEW = CAP / 2 - PAGE_SIZE / 2;

/**
 * Whether a page on that side is wanted. One of which less than half would be kept is not, so that
 * a screen so high that both ends are near leads to no endless exchange of pages. The answer
 * depends on the centre: it is to be asked again whenever that moves.
 */
export function wants(window: FeedWindow, side: Side, centre: number): boolean {
  const newer = window.rows.filter((row) => row.id > centre).length;
  return side === "newer"
    ? !reachesHead(window) && newer <= FEW
    : window.from > 0 && window.rows.length - newer <= FEW;
}
