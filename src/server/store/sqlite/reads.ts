import type { Filter } from "../../../domain/filter.ts";
import { ok, type Result } from "../../../domain/problem.ts";
import type { HistoryPlace } from "../../../protocol/history.ts";
import type { Place } from "../../../protocol/page.ts";
import type { TimelineSpan } from "../../../protocol/timeline.ts";
import { MOST_SHOWN, thinned } from "../../monitors/shown.ts";
import type { Tables } from "./file/database.ts";
import { prepareReadWatched } from "./monitors/read.ts";
import { prepareHistory } from "./queries/history.ts";
import type { prepareReads } from "./queries/read.ts";
import { prepareTimeline } from "./queries/timeline.ts";

/** What a read is prepared with: a connection that only reads. */
export interface ReadContext {
  readonly tables: Tables;
  readonly reads: ReturnType<typeof prepareReads>;
}

interface PageRead {
  readonly filter: Filter;
  readonly place: Place;
  readonly limit: number;
}

interface IdsRead {
  readonly filter: Filter;
  readonly after: number;
  readonly limit: number;
}

interface TimelineRead {
  readonly filter: Filter;
  readonly span: TimelineSpan;
}

interface HistoryRead {
  readonly id: number;
  readonly place: HistoryPlace;
  readonly limit: number;
}

interface PointsRead {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Everything that may scan and is therefore read by a process of its own, by name. Each answers with
 * a Result that is JSON.
 */
export const READS = {
  page({ reads }: ReadContext) {
    return ({ filter, place, limit }: PageRead) => reads.page(filter, place, limit);
  },
  ids({ reads }: ReadContext) {
    return ({ filter, after, limit }: IdsRead) => ok(reads.ids(filter, after, limit));
  },
  timeline({ tables }: ReadContext) {
    const timeline = prepareTimeline(tables);
    return ({ filter, span }: TimelineRead) => ok(timeline(filter, span));
  },
  history({ tables, reads }: ReadContext) {
    const history = prepareHistory(tables, reads.epoch);
    return ({ id, place, limit }: HistoryRead) => history(id, place, limit);
  },
  points({ tables }: ReadContext) {
    const watched = prepareReadWatched(tables);
    return ({ id, from, to }: PointsRead) => {
      const { points, spans } = watched(id, from, to);
      return ok({ points: thinned(points, MOST_SHOWN), spans });
    };
  },
};

type Reads = { readonly [Name in keyof typeof READS]: ReturnType<(typeof READS)[Name]> };

export type ReadName = keyof Reads;

/** A read by its name, with what goes into it. */
export interface Query<Name extends ReadName = ReadName> {
  readonly name: Name;
  readonly input: Parameters<Reads[Name]>[0];
}

/** What a read finds. */
export type Found<Name extends ReadName> =
  ReturnType<Reads[Name]> extends Result<infer Value> ? Value : never;
