import type { IncomingHttpHeaders } from "node:http";
import * as v from "valibot";

/** A request as a service gets it. */
export interface Asked {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What people get of a message: what they read, and what in it does something when touched, or by itself. */
export interface Shown {
  readonly texts: readonly string[];
  readonly active: readonly string[];
}

export interface Service {
  /** The rest of an address that it gives out. */
  readonly path: string;
  /** Answers as the service does, as far as its documentation says. */
  readonly answer: (asked: Asked) => Answer;
  /** What it makes of a body that it took. */
  readonly show: (body: string) => Shown;
}

export const upTo = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
export const link = v.pipe(v.string(), v.url());

/** Undefined where it is no JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Any of these, where no backslash stands before it, may begin some Markdown or a mention. */
export const MARKDOWN = /[*_~`|<>[\]@#]|https?:\/\//gu;
