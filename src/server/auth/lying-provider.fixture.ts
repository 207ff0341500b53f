import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

type Json = Readonly<Record<string, unknown>>;

/** What a token says, from what an honest one would; and how it is signed. */
export interface Lie {
  readonly claims?: (honest: Json) => Json;
  readonly metadata?: (honest: Json) => Json;
  readonly signature?: "honest" | "of another" | "none";
}

const own = generateKeyPairSync("rsa", { modulusLength: 2048 });
const other = generateKeyPairSync("rsa", { modulusLength: 2048 });

/**
 * A provider that gives a token to whoever comes with any code, and says in it what it is told to: an
 * honest one cannot be made to say what is wrong. The nonce is that of the code.
 */
export async function startLyingProvider(
  clientId: string,
  { claims, metadata, signature = "honest" }: Lie,
) {
  const seen: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await answer(request);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(body));
  }

  async function answer(request: IncomingMessage): Promise<Json> {
    if (request.url === "/jwks")
      return { keys: [{ ...own.publicKey.export({ format: "jwk" }), alg: "RS256", kid: "1" }] };
    if (request.url === "/token") {
      seen.push(request.headers);
      const nonce = new URLSearchParams(await text(request)).get("code");
      return { access_token: "a", token_type: "bearer", id_token: idToken(nonce) };
    }
    const honest = {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
    };
    return metadata?.(honest) ?? honest;
  }

  function idToken(nonce: string | null): string {
    const iat = Math.floor(Date.now() / 1_000);
    const honest = {
      iss: issuer,
      sub: "zoe-1",
      aud: clientId,
      iat,
      exp: iat + 60,
      nonce,
      groups: ["sre"],
      name: "zoe",
    };
    const head = { alg: signature === "none" ? "none" : "RS256", kid: "1" };
    const written = [head, claims?.(honest) ?? honest].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    const key = signature === "honest" ? own : other;
    const bytes =
      signature === "none" ? "" : sign("sha256", Buffer.from(written.join(".")), key.privateKey);
    return `${written.join(".")}.${Buffer.from(bytes).toString("base64url")}`;
  }

  async function stop(): Promise<void> {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  }

  return { issuer: new URL(issuer), seen, stop };
}
