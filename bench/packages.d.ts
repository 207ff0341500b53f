// What the bench uses of the packages in bench/package.json, so that everything here is checked also
// where they are not installed. `npm run bench` checks it by their own types before it begins, see
// tsconfig.packages.json: what is wrong here is found there.

declare module "autocannon" {
  export interface Request {
    readonly method?: "GET" | "POST";
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly setupRequest?: (request: Request) => Request;
  }

  interface Options {
    readonly url: string;
    readonly connections: number;
    readonly duration: number;
    readonly requests: Request[];
  }

  interface Result {
    readonly requests: { readonly total: number };
    readonly latency: { readonly p99: number };
    readonly duration: number;
    readonly errors: number;
    readonly timeouts: number;
    readonly non2xx: number;
  }

  export default function autocannon(options: Options): Promise<Result>;
}

declare module "lighthouse" {
  interface Audit {
    readonly id: string;
    readonly title: string;
    readonly score: number | null;
  }

  interface Category {
    readonly score: number | null;
    readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
  }

  export interface Result {
    readonly categories: Readonly<Record<string, Category>>;
    readonly audits: Readonly<Record<string, Audit>>;
  }

  interface Flags {
    readonly port: number;
    readonly output: "json";
    readonly logLevel: "error";
    readonly onlyCategories: string[];
  }

  interface Config {
    readonly extends: string;
  }

  export const desktopConfig: Config;
  export default function lighthouse(
    url: string,
    flags: Flags,
    config: Config | undefined,
  ): Promise<{ readonly lhr: Result } | undefined>;
}

declare module "socket.io" {
  import type { Server as HttpServer } from "node:http";

  export class Server {
    constructor(server: HttpServer);
    emit(event: string, data: unknown): boolean;
  }
}

declare module "virtua/solid" {
  import type { JSX } from "solid-js";

  export interface VirtualizerHandle {
    scrollToIndex(index: number): void;
  }

  interface VirtualizerProps<T> {
    readonly ref?: (handle?: VirtualizerHandle) => void;
    readonly data: readonly T[];
    readonly shift?: boolean;
    readonly scrollRef?: HTMLElement;
    readonly children: (item: T, index: () => number) => JSX.Element;
  }

  export function Virtualizer<T>(props: VirtualizerProps<T>): JSX.Element;
}

declare module "@tanstack/solid-virtual" {
  interface VirtualItem {
    readonly index: number;
    readonly start: number;
  }

  interface Options<Scroller extends Element> {
    readonly count: number;
    readonly getScrollElement: () => Scroller | null;
    readonly estimateSize: (index: number) => number;
    readonly getItemKey: (index: number) => number;
    readonly overscan: number;
    readonly anchorTo: "start" | "end";
  }

  interface Virtualizer<Item extends Element> {
    getVirtualItems(): readonly VirtualItem[];
    getTotalSize(): number;
    scrollToIndex(index: number): void;
    measureElement(element: Item): void;
  }

  export function createVirtualizer<Scroller extends Element, Item extends Element>(
    options: Options<Scroller>,
  ): Virtualizer<Item>;
}
