/** The beginning of what a receiver answered: text from outside, shown as it is. */
export function Excerpt(props: { text: string }) {
  return (
    <pre class="excerpt" dir="auto" tabindex="0" role="region" aria-label="What it answered">
      {props.text}
    </pre>
  );
}
