import { createComponent, Show } from "solid-js";
import type { SignInProps } from "../session/SignInDialog.tsx";
import { useSession } from "../session/session.ts";
import { createLater, partOf } from "../ui/later.ts";

interface Props extends SignInProps {
  readonly isLive: boolean;
  /** It was asked for, and could not be loaded. */
  readonly onMissing: () => void;
}

/** Where whoever was signed out signs in again. It is loaded after the first view, or as soon as that is asked for. */
export function SignInPlace(props: Props) {
  const session = useSession();
  const { loaded } = createLater(
    partOf(async () => (await import("../session/SignInDialog.tsx")).SignInDialog),
    props,
    session.isAsking,
  );
  return <Show when={loaded()}>{(Dialog) => createComponent(Dialog(), props)}</Show>;
}
