import type { JSX } from "solid-js";

/** A link to elsewhere that anyone may have sent: it learns nothing of this page. */
export function OutwardLink(props: { href: string; title?: string; children: JSX.Element }) {
  return (
    <a
      class="outward"
      href={props.href}
      title={props.title}
      rel="noreferrer noopener"
      target="_blank"
      dir="auto"
    >
      {props.children}
    </a>
  );
}
