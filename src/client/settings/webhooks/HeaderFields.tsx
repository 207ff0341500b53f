import { createUniqueId, For, Index, Show } from "solid-js";
import type { HeaderDraft } from "./draft.ts";

/** Headers that are added to each request. Those that are kept have values that nobody is shown. */
export function HeaderFields(props: {
  headers: readonly HeaderDraft[] | null;
  /** The names of those that are kept. */
  kept: readonly string[];
  fault: string;
  onChange: (headers: readonly HeaderDraft[] | null) => void;
}) {
  const id = createUniqueId();
  return (
    <fieldset class="field wide" data-field="headers">
      <legend>Further headers</legend>
      <Show
        when={props.headers}
        fallback={
          <div class="kept">
            <p>
              Kept:{" "}
              <For each={props.kept}>
                {(name, index) => (
                  <>
                    {index() > 0 && ", "}
                    <code dir="auto">{name}</code>
                  </>
                )}
              </For>
              . Their values are not shown.
            </p>
            <button
              type="button"
              class="button"
              onClick={() => props.onChange(props.kept.map((name) => ({ name, value: "" })))}
            >
              Replace them all
            </button>
          </div>
        }
      >
        {(headers) => (
          <Rows
            headers={headers()}
            canKeep={props.kept.length > 0}
            isWrong={props.fault !== ""}
            faultId={id}
            onChange={props.onChange}
          />
        )}
      </Show>
      <p class="attempt slim" role="alert" id={id}>
        {props.fault}
      </p>
    </fieldset>
  );
}

function Rows(props: {
  headers: readonly HeaderDraft[];
  canKeep: boolean;
  isWrong: boolean;
  /** Of the words that say what is wrong. */
  faultId: string;
  onChange: (headers: readonly HeaderDraft[] | null) => void;
}) {
  let rows!: HTMLDivElement;

  function write(at: number, changes: Partial<HeaderDraft>): void {
    props.onChange(
      props.headers.map((row, index) => (index === at ? { ...row, ...changes } : row)),
    );
  }

  function add(): void {
    props.onChange([...props.headers, { name: "", value: "" }]);
    rows.querySelector<HTMLInputElement>(".header-row:last-child input")?.focus();
  }

  function remove(at: number): void {
    props.onChange(props.headers.filter((_, index) => index !== at));
    rows.parentElement?.querySelector<HTMLElement>(".header-end button")?.focus();
  }

  return (
    <>
      <div ref={rows} class="header-rows">
        <Index each={props.headers}>
          {(row, index) => (
            <div class="header-row" role="group" aria-label={`Header ${index + 1}`}>
              <input
                class="code"
                aria-label="Name of the header"
                placeholder="Authorization"
                value={row().name}
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
                aria-invalid={props.isWrong}
                aria-describedby={props.faultId}
                onInput={({ currentTarget }) => write(index, { name: currentTarget.value })}
              />
              <input
                class="code"
                aria-label="Value of the header"
                placeholder="Bearer …"
                value={row().value}
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
                onInput={({ currentTarget }) => write(index, { value: currentTarget.value })}
              />
              <button
                type="button"
                class="button quiet"
                aria-label={`Remove header ${index + 1}`}
                onClick={() => remove(index)}
              >
                Remove
              </button>
            </div>
          )}
        </Index>
      </div>
      <div class="header-end">
        <button type="button" class="button" onClick={add}>
          Add a header
        </button>
        <Show when={props.canKeep}>
          <button type="button" class="button quiet" onClick={() => props.onChange(null)}>
            Keep those that are there
          </button>
        </Show>
        <p class="footnote">
          For receivers that ask for a token. Once saved, values are shown to nobody.
        </p>
      </div>
    </>
  );
}
