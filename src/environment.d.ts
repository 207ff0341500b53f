interface ImportMetaEnv {
  /** What was built, see server/telemetry/version.ts. Undefined where the source runs as it is. */
  readonly TOCSIN_BUILD?: string;
}

/** The path below which the server lies, see protocol/base-path.ts; it is set before a page is rendered. */
declare var TOCSIN_BASE: string | undefined;

/** The scripts and styles of the build, by the modules that they begin with: what SolidStart's own `lazy` goes by. */
declare module "solid-start:get-manifest" {
  interface Asset {
    readonly tag: string;
    readonly attrs: { readonly rel?: string; readonly href: string };
  }
  export function getManifest(target: "client"): {
    readonly getAssets: (module: string) => Promise<readonly Asset[]>;
  };
}
