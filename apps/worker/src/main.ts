import { connect, listen } from "@headroom/db";
import { defaultTools, runWorker } from "@headroom/jobs";
import { guardedFetch } from "@headroom/net";
import { createSealer, type Io, workTopic } from "@headroom/services";
import { z } from "zod";
import { readEnv } from "./env.ts";

const env = readEnv();
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => stop.abort());

const db = connect({ url: env.DATABASE_URL, maxConnections: env.HEADROOM_WORKER_CONCURRENCY + 4 });
const io: Io = {
  now: Date.now,
  random: Math.random,
  fetch: guardedFetch({
    allowedPrivateHosts: env.HEADROOM_ALLOWED_PRIVATE_HOSTS.split(",")
      .map((host) => host.trim())
      .filter(Boolean),
  }),
  sealer: createSealer([{ id: "1", key: Buffer.from(env.HEADROOM_SEAL_KEY, "base64") }]),
  networkBaseUrls: z.record(z.string(), z.url()).parse(JSON.parse(env.HEADROOM_NETWORK_BASE_URLS)),
  uploadFolder: env.HEADROOM_UPLOADS,
  log: (line, detail) => console.log(JSON.stringify({ at: new Date().toISOString(), line, ...detail })),
};

io.log("The worker is ready");
await runWorker({
  db,
  io,
  tools: defaultTools,
  concurrency: env.HEADROOM_WORKER_CONCURRENCY,
  onWork: (wake) => listen(db, workTopic, wake),
  signal: stop.signal,
});
await db.close();
