import { Title } from "@solidjs/meta";
import { HttpStatusCode } from "@solidjs/start";

export default function Missing() {
  return (
    <main class="empty">
      <Title>Nothing here · Tocsin</Title>
      <HttpStatusCode code={404} />
      <h1>Nothing here</h1>
      <p>There is no page at this address.</p>
      <p>
        <a class="button" href="/" rel="external">
          To the alerts
        </a>
      </p>
    </main>
  );
}
