import { createContext, useContext } from "solid-js";

/** A context that has no default: what provides it, and what reads it and fails where nothing does. */
export function requiredContext<T>(name: string) {
  const context = createContext<T>();
  function use(): T {
    const value = useContext(context);
    if (value === undefined) throw new Error(`There is no ${name} around this component`);
    return value;
  }
  return [context.Provider, use] as const;
}
