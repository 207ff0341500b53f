import { expect, test } from "vitest";
import { faultOfHeader } from "./header.ts";

test.each([
  ["authorization", "Bearer abc"],
  ["X-Api-Key", "k"],
  ["X-Routing-Key", "a\tb"],
  ["title", "!"],
])("%s: %s may be added", (name, value) => {
  expect(faultOfHeader(name, value)).toBeNull();
});

test.each([
  "Host",
  "COOKIE",
  "Connection",
  "keep-alive",
  "proxy-authorization",
  "Proxy-Connection",
  "TE",
  "trailer",
  "Transfer-Encoding",
  "upgrade",
  "content-length",
  "Accept-Encoding",
  "webhook-id",
  "Webhook-Signature",
  "X-Forwarded-For",
  "x-forwarded-host",
  "X_Forwarded_For",
  "webhook_signature",
  "Metadata_Flavor",
  "x-real-ip",
  "X-HTTP-Method-Override",
  "x_method_override",
  "Metadata",
  "Metadata-Flavor",
  "X-aws-ec2-metadata-token",
  "x-aws-ec2-metadata-token-ttl-seconds",
  "X-Google-Metadata-Request",
  "",
  "a b",
  "a:b",
  "a\r\nb",
  "ä",
  "\u212Aookie",
])("%j may not be added", (name) => {
  expect(faultOfHeader(name, "x")).not.toBeNull();
});

test.each(["", " ", "a\r\nb: c", "a\nb", "a\0", "ä", "a ", " a", "\u2028", "a".repeat(3000)])(
  "%j is no value",
  (value) => {
    expect(faultOfHeader("x-a", value)).not.toBeNull();
  },
);
