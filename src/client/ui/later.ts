import { type Accessor, type Component, createEffect, createSignal, onCleanup } from "solid-js";

/** So long (ms) after the page is live, what is not needed for that may be loaded. */
const CALM = 500;

interface Occasion {
  readonly isLive: boolean;
  /** It was wanted, and could not be loaded. */
  readonly onMissing?: () => void;
}

/** A component that is loaded after the first view, or as soon as it is wanted. */
export function createLater<P extends object>(
  load: () => Promise<Component<P>>,
  occasion: Occasion,
  isWanted: () => boolean = () => false,
): Accessor<Component<P> | undefined> {
  const [loaded, setLoaded] = createSignal<Component<P>>();
  let loading: Promise<void> | null = null;

  async function tryToLoad(): Promise<void> {
    try {
      const component = await load();
      setLoaded(() => component);
    } catch {
      // Without a network, or after the server has been updated. It is tried again when it is wanted, or live again.
      loading = null;
      if (isWanted()) occasion.onMissing?.();
    }
  }

  createEffect(() => {
    if (isWanted()) loading ??= tryToLoad();
  });
  createEffect(() => {
    if (!occasion.isLive) return;
    const waiting = setTimeout(() => void (loading ??= tryToLoad()), CALM);
    onCleanup(() => clearTimeout(waiting));
  });
  return loaded;
}
