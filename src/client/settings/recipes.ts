import type { Key } from "../../protocol/people.ts";

/** What is shown to be pasted where a key is to be used. */
export interface Recipe {
  readonly name: string;
  /** Where it is pasted. */
  readonly place: string;
  readonly text: string;
}

/** How to use a key that was just made, at a server with that address. */
export function recipesOf(
  { key, scopes }: Pick<Key, "scopes"> & { readonly key: string },
  origin: string,
): readonly Recipe[] {
  return scopes.includes("ingest")
    ? [alertmanager(key, origin), grafana(key, origin), sending(key, origin)]
    : [reading(key, origin)];
}

function alertmanager(key: string, origin: string): Recipe {
  return {
    name: "Alertmanager",
    place: "In alertmanager.yml",
    text: `receivers:
  - name: tocsin
    webhook_configs:
      - url: ${origin}/api/ingest/alertmanager
        send_resolved: true
        max_alerts: 0
        http_config:
          authorization:
            credentials: ${key}`,
  };
}

function grafana(key: string, origin: string): Recipe {
  return {
    name: "Grafana",
    place: "In a file below provisioning/alerting",
    text: `apiVersion: 1
contactPoints:
  - orgId: 1
    name: tocsin
    receivers:
      - uid: tocsin
        type: webhook
        disableResolveMessage: false
        settings:
          url: ${origin}/api/ingest/grafana
          httpMethod: POST
          authorization_scheme: Bearer
          authorization_credentials: ${key}`,
  };
}

function sending(key: string, origin: string): Recipe {
  return {
    name: "curl",
    place: "In a shell",
    text: `curl ${origin}/api/alerts \\
  -H 'Authorization: Bearer ${key}' \\
  -H 'Content-Type: application/json' \\
  -d '{"title": "Hello from curl", "severity": "info"}'`,
  };
}

function reading(key: string, origin: string): Recipe {
  return {
    name: "curl",
    place: "In a shell",
    text: `curl ${origin}/api/alerts \\
  -H 'Authorization: Bearer ${key}'`,
  };
}
