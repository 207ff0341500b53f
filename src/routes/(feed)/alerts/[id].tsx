/** The feed itself is the layout around this; the alert that the address names is open beside it. */
export default function AlertRoute() {
  return null;
}
