/** The feed itself is the layout around this; nothing is open beside it. */
export default function Index() {
  return null;
}
