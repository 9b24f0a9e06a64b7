import type { StandIn } from "@headroom/connectors/stand-ins";
import { guardedFetch } from "@headroom/net";
import { createSealer, type Io } from "@headroom/services";
import type { QuickClock } from "./quick-clock.ts";
import { grantedShare } from "./soak-world.ts";

/** What a process has to know of the world outside; JSON, so that others can be told. */
export type Outside = Pick<Io, "networkBaseUrls" | "networkApps" | "networkLimitFactors">;

export const outsideOf = (standIns: readonly StandIn[]): Outside => ({
  // Where people name the host, each account has its own.
  networkBaseUrls: Object.fromEntries(
    standIns.flatMap(({ networkId, url, connectFields }) =>
      Object.keys(connectFields).length > 0 ? [] : [[networkId, url]],
    ),
  ),
  networkLimitFactors: Object.fromEntries(standIns.map(({ networkId }) => [networkId, grantedShare])),
  networkApps: Object.fromEntries(standIns.flatMap(({ networkId, app }) => (app ? [[networkId, app]] : []))),
});

export const soakIo = ({
  clock,
  outside,
  random,
}: {
  clock: QuickClock;
  outside: Outside;
  random: () => number;
}): Io => ({
  ...outside,
  now: clock.now,
  wait: clock.wait,
  random,
  fetch: guardedFetch({ allowedPrivateHosts: ["127.0.0.1"], idleTimeoutMs: 400, totalTimeoutMs: 2_000 }),
  sealer: createSealer([{ id: "soak", key: new Uint8Array(32).fill(1) }]),
  limitGroup: "soak",
  publicUrl: "https://headroom.example",
  uploadFolder: "",
  log: () => {},
});
