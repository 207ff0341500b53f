import { createUniqueId, For, Show } from "solid-js";
import { Check } from "../Check.tsx";
import type { Draft } from "./draft.ts";
import { OFFERED, PRESET_WORDS } from "./preset-words.ts";
import { TextField } from "../TextField.tsx";

/** The kind of receiver, and its address with where that is found. */
export function PresetFields(props: {
  draft: Draft;
  /** The host of the address that is kept, null where there is none yet. */
  kept: string | null;
  fault: string;
  onChange: (changes: Partial<Draft>) => void;
}) {
  const group = createUniqueId();
  const words = () => PRESET_WORDS[props.draft.preset];
  return (
    <>
      <fieldset class="field wide">
        <legend>Kind</legend>
        <div class="offers">
          <For each={OFFERED}>
            {(preset) => (
              <Check
                words={PRESET_WORDS[preset]}
                group={group}
                isChecked={props.draft.preset === preset}
                onChange={() => props.onChange({ preset })}
              />
            )}
          </For>
        </div>
      </fieldset>
      <TextField
        field="url"
        label="Address"
        type="url"
        value={props.draft.url}
        placeholder={words().placeholder}
        maxlength={4096}
        required={props.kept === null}
        note={
          <>
            <Show when={props.kept}>
              {(host) => (
                <>
                  Leave it empty to keep the address at <bdi>{host()}</bdi>, which is not
                  shown.{" "}
                </>
              )}
            </Show>
            {words().where}
          </>
        }
        fault={props.fault}
        onInput={(url) => props.onChange({ url })}
      />
    </>
  );
}
