import { createSealer, type Io } from "@headroom/services";

/** For commands that only compute: a clock, and nothing of the outside world. */
export const offlineIo = (now: () => number): Io => ({
  now,
  fetch: () => Promise.reject(new Error("this command reaches no network")),
  sealer: createSealer([{ id: "none", key: new Uint8Array(32) }]),
  random: Math.random,
  networkBaseUrls: {},
  networkLimitFactors: {},
  limitGroup: "",
  networkApps: {},
  publicUrl: "https://headroom.example",
  uploadFolder: "",
  log: () => {},
});
