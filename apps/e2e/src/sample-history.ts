import { channels, clients, inAgency } from "@headroom/db";
import { createSealer, emptyBatch, type Io, ingest } from "@headroom/services";
import type { Agency } from "./agency.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A client with twenty days of posts and reactions, the last post two days old; returns its id. */
export const addHistory = async (
  agency: Agency,
  name: string,
  textOf: (n: number) => string = (n) => `Note ${n}`,
): Promise<string> => {
  const clientId = crypto.randomUUID();
  const channelId = crypto.randomUUID();
  const now = Date.now();
  const days = Array.from({ length: 20 }, (_, n) => ({ n, at: now - (n + 2) * dayMs }));
  const posts = days.map(({ n, at }) => ({ nativeId: `p${n}`, at, url: null, text: textOf(n), carriesLink: false }));
  const signals = days.flatMap(({ n, at }) =>
    Array.from({ length: 6 }, (_, i) => ({
      nativeKey: `like:${n}:${i}`,
      kind: "like" as const,
      at: at + (i + 1) * hourMs,
      count: 1,
      actor: `actor-${n}-${i}`,
      postNativeId: `p${n}`,
    })),
  );
  await inAgency(agency.db, { agencyId: agency.id }, async (db) => {
    await db.insert(clients).values({ agencyId: agency.id, id: clientId, name });
    await db.insert(channels).values({
      agencyId: agency.id,
      id: channelId,
      clientId,
      network: "mastodon",
      nativeId: channelId,
      title: "Garden",
      knows: { post: 0, linkPost: 0, like: 0, reshare: 0, comment: 0, mention: 0 },
    });
    const ctx = { db, agencyId: agency.id, io: still(now) };
    await ingest({ ctx, input: { channelId, batch: { ...emptyBatch, posts, signals } } });
  });
  return clientId;
};

/** A clock that stands still, and nothing of the outside world. */
const still = (now: number): Io => ({
  now: () => now,
  fetch: () => Promise.reject(new Error("no network here")),
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
