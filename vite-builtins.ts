import { isBuiltin } from "node:module";
import { parseAst, type Plugin } from "vite";

type Statement = ReturnType<typeof parseAst>["body"][number];
type Import = Extract<Statement, { type: "ImportDeclaration" }>;

/**
 * Has the built server take what it uses of Node's own modules from `process.getBuiltinModule`. For an `import` Node
 * reads every export of such a module, also those that are made or loaded when they are first read: all of `fetch` for
 * `node:http`, Web Crypto for `node:crypto`, the root certificates for `node:tls`. That takes more than the module itself.
 */
export function builtins(): Plugin {
  return {
    name: "builtins",
    apply: "build",
    applyToEnvironment: ({ name }) => name === "ssr",
    renderChunk: (code) => withoutImports(code),
  };
}

function withoutImports(code: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const statement of parseAst(code).body) {
    const taken = statement.type === "ImportDeclaration" ? takenBy(statement) : null;
    if (taken === null) continue;
    parts.push(code.slice(end, statement.start), taken);
    ({ end } = statement);
  }
  return [...parts, code.slice(end)].join("");
}

/** What stands in the place of an import; null where it stays: of a package, or of a namespace, which has a `default`. */
function takenBy({ source, specifiers }: Import): string | null {
  if (!isBuiltin(source.value)) return null;
  const taken = `process.getBuiltinModule(${JSON.stringify(source.value)})`;
  const names: string[] = [];
  for (const specifier of specifiers) {
    if (specifier.type === "ImportNamespaceSpecifier") return null;
    const imported = importedBy(specifier);
    const { name } = specifier.local;
    names.push(
      imported === "default" ? `${name} = ${taken}` : `{ ${imported}: ${name} } = ${taken}`,
    );
  }
  return names.length === 0 ? `${taken};` : `const ${names.join(", ")};`;
}

function importedBy(
  specifier: Exclude<Import["specifiers"][number], { type: "ImportNamespaceSpecifier" }>,
): string {
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  const { imported } = specifier;
  return imported.type === "Identifier" ? imported.name : imported.value;
}
