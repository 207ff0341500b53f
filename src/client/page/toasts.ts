import { type Accessor, createSignal } from "solid-js";

export interface Toast {
  readonly words: string;
  readonly tone: "calm" | "bad";
  /** What can be done about it. */
  readonly remedy?: { readonly words: string; readonly act: () => void };
}

export interface Toasts {
  readonly list: Accessor<readonly Toast[]>;
  readonly show: (toast: Toast) => void;
  readonly dismiss: (toast: Toast) => void;
}

export function createToasts(): Toasts {
  const [list, setList] = createSignal<readonly Toast[]>([]);

  function dismiss(toast: Toast): void {
    setList((shown) => shown.filter((other) => other !== toast));
  }

  function show(toast: Toast): void {
    setList((shown) => [...shown.slice(-2), toast]);
  }

  return { list, show, dismiss };
}
