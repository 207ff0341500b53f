/**
 * The closed vocabulary of why an attempt came to nothing, with a sentence for people. There is one for
 * all refusals: to say which would tell what lies in the network that Tocsin runs in.
 */
export const REASONS = {
  "address-refused": "The address is not one that may be called.",
  "name-not-found": "The name of the host is not known.",
  "name-timeout": "The name of the host could not be looked up in time.",
  unreachable: "There is no way to the host.",
  "connection-refused": "Nobody listens at that port of the host.",
  "connection-lost": "The connection ended before an answer came.",
  certificate: "The certificate is not trusted, has run out, or is another host's.",
  tls: "No encrypted connection could be made.",
  timeout: "No answer came in time.",
  "malformed-answer": "What came is not an answer of HTTP.",
  "answer-too-large": "The answer is longer than is read of any.",
  redirected: "The answer points elsewhere, and that is not followed.",
  status: "The answer says that it was not taken.",
  "proxy-failed": "The egress proxy did not let it through.",
  stopped: "Tocsin was stopping.",
  internal: "Something went wrong on our side.",
} as const;
