import { connect, listen } from "@headroom/db";
import { defaultTools, runWorker } from "@headroom/jobs";
import { composeIo, workTopic } from "@headroom/services";
import { readEnv } from "./env.ts";

const env = readEnv();
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => stop.abort());

const db = connect({ url: env.DATABASE_URL, maxConnections: env.HEADROOM_WORKER_CONCURRENCY + 4 });
const io = composeIo({
  sealKey: env.HEADROOM_SEAL_KEY,
  oldSealKeys: env.HEADROOM_OLD_SEAL_KEYS,
  allowedPrivateHosts: env.HEADROOM_ALLOWED_PRIVATE_HOSTS,
  networkBaseUrls: env.HEADROOM_NETWORK_BASE_URLS,
  networkLimitFactors: env.HEADROOM_LIMIT_FACTORS,
  networkApps: env.HEADROOM_NETWORK_APPS,
  uploadFolder: env.HEADROOM_UPLOADS,
  publicUrl: env.AUTH_URL,
  smtpUrl: env.SMTP_URL,
  mailFrom: env.MAIL_FROM,
});

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
