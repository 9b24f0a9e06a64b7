import { networks } from "@headroom/connectors";
import { guardedFetch } from "@headroom/net";
import type { Io } from "../src/context/context.ts";
import { createSealer } from "../src/context/sealer.ts";

/** The world of a test: its own clock, loopback allowed, a fixed key. */
export const testIo = (clock: { now: number }): Io => ({
  now: () => clock.now,
  fetch: guardedFetch({ allowedPrivateHosts: ["127.0.0.1"] }),
  sealer: createSealer([{ id: "test", key: new Uint8Array(32).fill(7) }]),
  random: () => 0.5,
  networkBaseUrls: {},
  networkApps: {},
  // A clock that stands still lets nothing come back: tests of limits set their own.
  networkLimitFactors: Object.fromEntries(networks.map(({ id }) => [id, 1_000])),
  // Apart from other tests, whose servers may have had the same port.
  limitGroup: crypto.randomUUID(),
  publicUrl: "https://headroom.example",
  uploadFolder: "/nowhere",
  log: () => {},
});
