import { at } from "../protocol/base-path.ts";
import { Title } from "../client/ui/Title.ts";
import { HttpStatus } from "./http-status.ts";

export default function Missing() {
  return (
    <main class="empty">
      <Title>Nothing here · Tocsin</Title>
      <HttpStatus code={404} />
      <h1>Nothing here</h1>
      <p>There is no page at this address.</p>
      <p>
        <a class="button" href={at("/")} rel="external">
          To the alerts
        </a>
      </p>
    </main>
  );
}
