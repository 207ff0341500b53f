import type { Severity } from "../../shared/alert.ts";

type Name = Severity | "resolved" | "bell" | "search" | "close" | "up" | "trash" | "person";

/** A shape from {@link IconSheet}; it says nothing that the text beside it does not say. */
export function Icon(props: { name: Name; class?: string }) {
  return (
    <svg class={`icon ${props.class ?? ""}`} aria-hidden="true">
      <use href={`#icon-${props.name}`} />
    </svg>
  );
}

/** Each severity has a shape of its own, so that none depends on its colour. */
export function IconSheet() {
  return (
    <svg class="icon-sheet" aria-hidden="true">
      <symbol id="icon-critical" viewBox="0 0 18 18">
        <path fill="currentColor" d="M5.7 1h6.6L17 5.7v6.6L12.3 17H5.7L1 12.3V5.7z" />
        <path class="icon-cut" d="M9 5v4.6M9 12.6v.1" />
      </symbol>
      <symbol id="icon-error" viewBox="0 0 18 18">
        <circle cx="9" cy="9" r="8" fill="currentColor" />
        <path class="icon-cut" d="M9 5v4.6M9 12.6v.1" />
      </symbol>
      <symbol id="icon-warning" viewBox="0 0 18 18">
        <path class="icon-solid" d="M9 1.6 17.2 16H.8z" />
        <path class="icon-cut" d="M9 7v3.6M9 13.2v.1" />
      </symbol>
      <symbol id="icon-info" viewBox="0 0 18 18">
        <circle class="icon-line" cx="9" cy="9" r="7.2" />
        <path class="icon-line" d="M9 8.4V13M9 5.4v.1" />
      </symbol>
      <symbol id="icon-resolved" viewBox="0 0 18 18">
        <circle class="icon-line" cx="9" cy="9" r="7.2" />
        <path class="icon-line" d="m5.8 9.2 2.2 2.3 4.4-4.8" />
      </symbol>
      <symbol id="icon-bell" viewBox="0 0 20 20">
        <path
          class="icon-line"
          d="M4 14.5c1.4-1.2 1.6-2.7 1.6-5a4.4 4.4 0 0 1 8.8 0c0 2.3.2 3.8 1.6 5zM8.4 17.2h3.2M10 5V2.8"
        />
      </symbol>
      <symbol id="icon-search" viewBox="0 0 16 16">
        <path
          class="icon-line"
          d="M11.6 7A4.6 4.6 0 1 1 2.4 7a4.6 4.6 0 0 1 9.2 0zm-1.2 3.4 3.4 3.4"
        />
      </symbol>
      <symbol id="icon-close" viewBox="0 0 16 16">
        <path class="icon-line" d="m3.5 3.5 9 9m0-9-9 9" />
      </symbol>
      <symbol id="icon-up" viewBox="0 0 16 16">
        <path class="icon-line" d="M8 13V3M3.8 7.2 8 3l4.2 4.2" />
      </symbol>
      <symbol id="icon-trash" viewBox="0 0 16 16">
        <path class="icon-line" d="M2.5 4.2h11M6 4V2.5h4V4m-6 .4.6 9h6.8l.6-9" />
      </symbol>
      <symbol id="icon-person" viewBox="0 0 16 16">
        <path
          class="icon-line"
          d="M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8zm-5.2 5.8a5.2 5.2 0 0 1 10.4 0"
        />
      </symbol>
    </svg>
  );
}
