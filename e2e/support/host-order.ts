/** What a host is told to do. */
export type Order =
  | { readonly type: "serve"; readonly environment: NodeJS.ProcessEnv }
  | { readonly type: "end" };

/** The last that a host says of an app, on the stream of its log. */
export const ENDED = "The app has ended, and its host has not.\n";
