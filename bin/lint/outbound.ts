import type { RuleTester } from "oxlint/plugins-dev";

type Rule = Parameters<RuleTester["run"]>[1];

/** The modules that can call out, each with what of it cannot. All else of them is refused. */
const MODULES: ReadonlyMap<string, readonly string[]> = new Map([
  ["dgram", []],
  ["dns", []],
  ["http", ["createServer", "STATUS_CODES"]],
  ["http2", []],
  ["https", []],
  ["net", ["BlockList", "isIP", "isIPv4", "isIPv6"]],
  ["tls", []],
  ["undici", []],
  ["ws", ["WebSocketServer"]],
]);

/** Ways to a module that go past imports. */
const LOADERS: ReadonlySet<string> = new Set(["createRequire", "getBuiltinModule"]);

const GLOBALS: ReadonlySet<string> = new Set(["EventSource", "WebSocket", "fetch"]);

const message = "What calls out goes through outbound/guard.ts.";

/** Refuses what opens a connection, or asks the DNS, whatever way it came by that. Types are free. */
const guarded: Rule = {
  create(context) {
    const report = (node: { readonly range: [number, number] }) =>
      context.report({ node, message });
    return {
      ImportDeclaration(node) {
        if (node.importKind === "type") return;
        const harmless = harmlessOf(node.source.value);
        for (const one of node.specifiers) {
          if (one.type !== "ImportSpecifier") {
            if (harmless !== undefined) report(one);
          } else if (one.importKind !== "type") {
            const name = nameOf(one.imported);
            if (LOADERS.has(name) || harmless?.includes(name) === false) report(one);
          }
        }
      },
      ExportNamedDeclaration(node) {
        if (node.source === null || node.exportKind === "type") return;
        const harmless = harmlessOf(node.source.value);
        for (const one of node.specifiers) {
          const isSafe = one.exportKind === "type" || harmless?.includes(nameOf(one.local));
          if (isSafe === false) report(one);
        }
      },
      ExportAllDeclaration(node) {
        if (node.exportKind !== "type" && harmlessOf(node.source.value) !== undefined) report(node);
      },
      // One that is made up as it runs could be of any.
      ImportExpression({ source }) {
        const text = textOf(source);
        if (text === null || harmlessOf(text) !== undefined) report(source);
      },
      CallExpression({ callee, arguments: [given] }) {
        if (callee.type !== "Identifier" || callee.name !== "require") return;
        const text = given === undefined ? "" : textOf(given);
        if (text === null || harmlessOf(text) !== undefined) report(callee);
      },
      MemberExpression({ object, property, computed }) {
        const name = computed ? textOf(property) : nameOf(property);
        if (name === null) return;
        if (LOADERS.has(name) || (isGlobal(object) && GLOBALS.has(name))) report(property);
      },
      ObjectPattern(node) {
        const from = node.parent.type === "VariableDeclarator" ? node.parent.init : null;
        for (const one of node.properties) {
          if (one.type !== "Property") continue;
          const name = one.computed ? textOf(one.key) : nameOf(one.key);
          if (name === null) continue;
          if (LOADERS.has(name) || (from !== null && isGlobal(from) && GLOBALS.has(name)))
            report(one);
        }
      },
    };
  },
};

/** What of the module is harmless; nothing is said of modules that cannot call out. */
function harmlessOf(specifier: string): readonly string[] | undefined {
  const [first = ""] = specifier.replace(/^node:/u, "").split("/", 1);
  return MODULES.get(first);
}

interface Named {
  readonly type: string;
  readonly name?: unknown;
  readonly value?: unknown;
}

/** The name that an identifier or a text is. */
function nameOf({ name, value }: Named): string {
  return String(name ?? value);
}

/** What an expression says, where it is a text and no more; else null. */
function textOf(node: Named & { readonly quasis?: readonly Quasi[] }): string | null {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : null;
  const [only, ...more] = node.quasis ?? [];
  return only === undefined || more.length > 0 ? null : (only.value.cooked ?? null);
}

interface Quasi {
  readonly value: { readonly cooked?: string | null };
}

function isGlobal({ type, name }: Named): boolean {
  return type === "Identifier" && (name === "globalThis" || name === "global");
}

export default { meta: { name: "outbound" }, rules: { guarded } };
