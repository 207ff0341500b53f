import { createComponent, createEffect, For, mergeProps, on, Show } from "solid-js";
import { filterParams } from "../../domain/filter.ts";
import { at } from "../../protocol/base-path.ts";
import { usePageAddress } from "../address/page-address.ts";
import { useCommands } from "../commands/commands.ts";
import { keyOf } from "../commands/keys.ts";
import { KeysDialog } from "../commands/KeysDialog.tsx";
import { type CommandName, COMMANDS } from "../commands/registry.ts";
import { createLater, partOf } from "../ui/later.ts";
import type { PaletteProps } from "./Palette.tsx";

/** What it does, by the names of commands. */
export type Asked = Extract<CommandName, "palette" | "help" | "save-csv" | "save-json" | "print">;

export interface MoreProps extends Omit<PaletteProps, "isOpen"> {
  /** What is asked for, or the dialog that is open. */
  readonly asked: Asked | null;
  /** It was asked for, and could not be loaded. */
  readonly onMissing: () => void;
}

/** What is offered by name; the palette has all there is. */
const OFFERED: readonly Asked[] = ["palette", "help", "save-csv", "save-json", "print"];

/** The menu of the page, and the dialogs that it leads to. The palette is loaded when it is first asked for. */
export function More(props: MoreProps) {
  const commands = useCommands();
  const { filter } = usePageAddress();
  const { loaded } = createLater(
    partOf(async () => (await import("./Palette.tsx")).Palette),
    { isLive: false, onMissing: () => props.onMissing() },
    () => props.asked === "palette",
  );
  let menu!: HTMLDivElement;

  createEffect(
    on(
      () => props.asked,
      (asked) => {
        if (asked === null || asked === "palette" || asked === "help") return;
        props.onClose();
        if (asked === "print") print();
        else save(asked === "save-csv" ? "csv" : "ndjson");
      },
    ),
  );

  /** The browser says itself how far it is, and whether it could. */
  function save(extension: "csv" | "ndjson"): void {
    const link = document.createElement("a");
    link.href = at(`/api/alerts.${extension}?${filterParams(filter())}`);
    link.download = "";
    link.click();
  }

  function choose(name: CommandName): void {
    menu.hidePopover();
    commands.run(name);
  }

  return (
    <>
      <button
        type="button"
        class="more-button"
        popovertarget="more-menu"
        aria-label="More"
        title="More"
      >
        <svg class="icon line" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h.1M8 8h.1M13 8h.1" />
        </svg>
      </button>
      <div id="more-menu" class="menu" popover ref={menu}>
        <For each={OFFERED}>
          {(name) => (
            <button type="button" onClick={() => choose(name)}>
              {COMMANDS[name].words}
              <Show when={keyOf(name)}>{(key) => <kbd aria-hidden="true">{key()}</kbd>}</Show>
            </button>
          )}
        </For>
        {/* On a phone there is no other way to them for who has not signed in. */}
        <a href={at("/settings/preferences")} rel="external">
          Preferences
        </a>
      </div>
      <Show when={loaded()}>
        {(Palette) =>
          createComponent(
            Palette(),
            mergeProps(props, {
              get isOpen() {
                return props.asked === "palette";
              },
            }),
          )
        }
      </Show>
      <KeysDialog
        isOpen={props.asked === "help"}
        onClose={() => props.onClose()}
        onToggle={(isOpen) => props.onToggle(isOpen)}
      />
    </>
  );
}
