import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Serves the pages of an app as a browser sees them that knows no `rel="expect"`, over a line that
 * stands still in the middle of the rows until {@link release}. Nothing but the page's own first
 * script runs.
 */
export async function startHalfLine(app: string) {
  let release = (): void => {};
  let released: Promise<void> = Promise.resolve();

  const server = createServer(({ url = "/", headers }, response) => {
    void (async () => {
      const answer = await fetch(app + url, { headers: { accept: headers.accept ?? "*/*" } });
      const type = answer.headers.get("content-type") ?? "";
      const policy = answer.headers.get("content-security-policy") ?? "";
      response.writeHead(answer.status, {
        "content-type": type,
        "content-security-policy": policy,
      });
      if (!type.startsWith("text/html")) return response.end(await answer.bytes());
      const html = (await answer.text())
        .replace(/<link rel="expect"[^>]*>/u, "")
        .replaceAll(/<script[^>]*\bsrc=[^>]*><\/script>/gu, "");
      const rows = html.split(/(?=<div [^>]*\bclass="row[ "])/u);
      const half = rows.slice(0, rows.length / 2).join("");
      response.write(half);
      await released;
      return response.end(html.slice(half.length));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    hold: () => {
      released = new Promise((resolve) => (release = resolve));
    },
    release: () => release(),
    close: () => {
      release();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
