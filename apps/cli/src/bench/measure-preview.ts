import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Database, members, sql } from "@headroom/db";
import { enterAgency, ingest, requestPreview } from "@headroom/services";
import { workerFlags } from "../product.ts";
import { benchIo, benchPosts, enter, newAgency, newChannel, reactions } from "./bench-agency.ts";
import type { Figure } from "./figure.ts";

const clientCount = 200;
const signalsEach = 5_000;
const days = 90;
/** What the process that makes the preview may hold at its peak, MB. */
const mostMegabytes = 300;

const run = promisify(execFile);
const child = fileURLToPath(new URL("./preview-child.ts", import.meta.url));

/** A preview of an algorithm over 200 clients, 90 days and 1 000 000 signals, made by a process of its own. */
export const measurePreview = async (db: Database, say: (line: string) => void): Promise<Figure[]> => {
  const agencyId = await newAgency(db);
  say(`filling ${clientCount} clients with ${signalsEach} signals each over ${days} days`);
  for (let i = 0; i < clientCount; i++) {
    const { channelId } = await newChannel(db, agencyId);
    const posts = 60 + (i % 7) * 10;
    const signals = reactions({ count: signalsEach, posts, days, actors: 300 + (i % 11) * 100 });
    const batch = { ...benchPosts({ posts, days }), signals };
    await enter(db, agencyId, (ctx) => ingest({ ctx, input: { channelId, batch } }));
  }
  await db.global.execute(sql`vacuum analyze`);
  const previewId = await requested(db, agencyId);
  const { stdout } = await run(process.execPath, [
    ...workerFlags,
    child,
    JSON.stringify({ url: db.url, agencyId, previewId }),
  ]);
  const [ms = Number.NaN, peakBytes = Number.NaN, told = Number.NaN] = stdout.split(" ").map(Number);
  const megabytes = peakBytes / 2 ** 20;
  const name = `preview of ${clientCount} clients × ${days} days × ${(clientCount * signalsEach).toLocaleString("en")} signals`;
  return [
    {
      name: `${name}, peak memory of its process against ${mostMegabytes} MB`,
      value: `${megabytes.toFixed(0)} MB`,
      ratio: megabytes / mostMegabytes,
      bound: { most: 1 },
    },
    {
      name: `${name}, two algorithms`,
      value: `${(ms / 1_000).toFixed(1)} s, ${Math.round((clientCount * signalsEach * 1_000) / ms).toLocaleString("en")} signals/s, progress told ${told} times`,
    },
  ];
};

const requested = async (db: Database, agencyId: string): Promise<string> => {
  const owner = await enter(db, agencyId, async ({ db: tx }) => (await tx.select().from(members))[0]);
  if (owner === undefined) throw new Error("no owner");
  const { id: memberId, userId, role, name, timeZone } = owner;
  const entry = { db, io: benchIo(), agencyId, actor: { memberId, userId, role, name, timeZone } };
  const { previewId } = await enterAgency(entry, (ctx) => requestPreview({ ctx, input: { algorithmId: "classic-1" } }));
  return previewId;
};
