interface ImportMetaEnv {
  /** What was built, see server/telemetry/version.ts. Undefined where the source runs as it is. */
  readonly TOCSIN_BUILD?: string;
}

/** The path below which the server lies, see protocol/base-path.ts; it is set before a page is rendered. */
declare var TOCSIN_BASE: string | undefined;
