import { type Accessor, createSignal } from "solid-js";

/** Of those that go by themselves, no more than these are shown. */
const MOST_CALM = 3;

export interface Toast {
  readonly words: string;
  /** What is bad stays until it was read; what is calm goes by itself. */
  readonly tone: "calm" | "bad";
  /** What can be done about it. */
  readonly remedy?: { readonly words: string; readonly act: () => void };
}

export interface Toasts {
  /** The newest last. */
  readonly list: Accessor<readonly Toast[]>;
  readonly show: (toast: Toast) => void;
  readonly dismiss: (toast: Toast) => void;
}

export function createToasts(): Toasts {
  const [list, setList] = createSignal<readonly Toast[]>([]);

  return {
    list,
    show: (toast) => void setList((shown) => withToast(shown, toast)),
    dismiss: (toast) => void setList((shown) => shown.filter((other) => other !== toast)),
  };
}

/** What is bad is said once, however often it happens. */
function withToast(shown: readonly Toast[], toast: Toast): readonly Toast[] {
  const isSame = (other: Toast) => other.tone === "bad" && other.words === toast.words;
  const list = [...shown.filter((other) => !isSame(other)), toast];
  const surplus = list.filter(({ tone }) => tone === "calm").slice(0, -MOST_CALM);
  return list.filter((other) => !surplus.includes(other));
}
