import type { PresetName } from "../../../protocol/webhook-preset.ts";

/** How a kind of receiver is told to people, and how they find its address. */
export interface PresetWords {
  readonly name: string;
  /** What comes of it, beside its name. */
  readonly note: string;
  /** What an address of it looks like. */
  readonly placeholder: string;
  /** Where its address is found, in the words of the service. */
  readonly where: string;
}

export const PRESET_WORDS: Readonly<Record<PresetName, PresetWords>> = {
  standard: {
    name: "Standard Webhooks",
    note: "signed JSON for a program of your own",
    placeholder: "https://example.org/hooks/tocsin",
    where: "Where your program listens for POST. Any library of Standard Webhooks verifies it.",
  },
  slack: {
    name: "Slack",
    note: "a message in a channel",
    placeholder: "https://hooks.slack.com/services/…",
    where:
      "At api.slack.com/apps: your app → Incoming Webhooks → Add New Webhook to Workspace. Copy the Webhook URL.",
  },
  discord: {
    name: "Discord",
    note: "a message in a channel",
    placeholder: "https://discord.com/api/webhooks/…",
    where: "In Discord: Edit Channel → Integrations → Webhooks → New Webhook → Copy Webhook URL.",
  },
  teams: {
    name: "Microsoft Teams",
    note: "a card in a channel, by Workflows",
    placeholder: "https://….logic.azure.com/workflows/…",
    where:
      "In Teams: the channel’s ··· → Workflows → “Send webhook alerts to a channel”. Copy the URL it ends with.",
  },
  pagerduty: {
    name: "PagerDuty",
    note: "an incident, resolved with the alert",
    placeholder: "https://events.pagerduty.com/v2/enqueue?routing_key=…",
    where:
      "The address as here, with the key: in PagerDuty, Services → your service → Integrations → Events API V2 → Integration Key. Put it behind ?routing_key=.",
  },
  ntfy: {
    name: "ntfy",
    note: "a push message to phones",
    placeholder: "https://ntfy.sh/my-topic",
    where:
      "The server and the topic that you subscribe to in the app. For a topic with a password, add the header Authorization below.",
  },
  gotify: {
    name: "Gotify",
    note: "a push message from your own server",
    placeholder: "https://gotify.example.org/message?token=…",
    where:
      "Your server’s address with /message?token= and the token: in Gotify, Apps → Create Application → Token.",
  },
  template: {
    name: "Template",
    note: "JSON that you write, for anything else",
    placeholder: "https://example.org/api/tickets",
    where: "Where the service takes POST with JSON. The requests are signed as Standard Webhooks.",
  },
};

/** In the order in which they are offered. */
export const OFFERED = Object.keys(PRESET_WORDS) as readonly PresetName[];
