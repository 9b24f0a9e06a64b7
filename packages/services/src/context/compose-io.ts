import type { AppCredentials } from "@headroom/connectors";
import { guardedFetch } from "@headroom/net";
import { z } from "zod";
import type { Io } from "./context.ts";
import { createMailer } from "./mailer.ts";
import { sealKeyOf } from "./seal-keys.ts";
import { createSealer } from "./sealer.ts";

/** What web and worker read from their environment alike; texts as they stand there. */
export interface IoSettings {
  /** 32 bytes in base64. */
  sealKey: string;
  /** Keys that sealed before, separated by commas: they still open. */
  oldSealKeys: string;
  /** Hosts on private networks that may be read all the same, separated by commas. */
  allowedPrivateHosts: string;
  /** JSON: network id → origin. */
  networkBaseUrls: string;
  /** JSON: network id → how many times its documented limits were granted. */
  networkLimitFactors: string;
  /** JSON: network id → the operator's app there. */
  networkApps: string;
  uploadFolder: string;
  /** Where people reach this instance. */
  publicUrl: string;
  /** The mail server; empty or left out for none. */
  smtpUrl?: string | undefined;
  /** The sender of its mails. */
  mailFrom?: string | undefined;
}

const BaseUrls = z.record(z.string(), z.url());
/**
 * Connections over which networks tell by themselves: only silence ends them. Mastodon says something every 15 seconds
 * (docs.joinmastodon.org/methods/streaming, read in November 2026).
 */
const endless = {
  maxBytes: Number.POSITIVE_INFINITY,
  totalTimeoutMs: Number.POSITIVE_INFINITY,
  idleTimeoutMs: 60_000,
};
const Apps = z.record(
  z.string(),
  z.object({ id: z.string().min(1), secret: z.string().min(1), pushKey: z.string().min(1).exactOptional() }),
);
const Factors = z.record(z.string(), z.number().positive());

/** The one place where clock, fetch, keys and the operator's apps are put together. Throws where a setting is no good. */
export const composeIo = (settings: IoSettings): Io => ({
  now: Date.now,
  random: Math.random,
  fetch: guardedFetch({
    allowedPrivateHosts: listed(settings.allowedPrivateHosts),
  }),
  stream: guardedFetch({ allowedPrivateHosts: listed(settings.allowedPrivateHosts), ...endless }),
  sealer: createSealer([sealKeyOf(settings.sealKey), ...listed(settings.oldSealKeys).map(sealKeyOf)]),
  networkBaseUrls: BaseUrls.parse(JSON.parse(settings.networkBaseUrls)),
  networkLimitFactors: Factors.parse(JSON.parse(settings.networkLimitFactors)),
  limitGroup: "",
  networkApps: appsOf(settings.networkApps),
  uploadFolder: settings.uploadFolder,
  publicUrl: settings.publicUrl.replace(/\/+$/, ""),
  ...(settings.smtpUrl && { mail: createMailer({ smtpUrl: settings.smtpUrl, from: settings.mailFrom ?? "" }) }),
  log: (line, detail) => console.log(JSON.stringify({ at: new Date().toISOString(), line, ...detail })),
});

const listed = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

const appsOf = (json: string): Readonly<Record<string, AppCredentials>> => Apps.parse(JSON.parse(json));
