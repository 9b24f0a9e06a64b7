import "server-only";
import { connect } from "@headroom/db";
import { composeIo, type Database, type Io } from "@headroom/services";
import { env } from "./env.ts";

export interface App {
  db: Database;
  io: Io;
}

// Connections are one pool per process, kept on globalThis, because route handlers and pages are bundled apart. The rest
// is composed in each bundle: its errors are told apart by class, and each bundle has classes of its own.
const holder = globalThis as typeof globalThis & { headroomDatabase?: Database };
let composed: App | undefined;

/** The composition root: where database, clock, fetch and keys are put together. */
export const app = (): App => {
  composed ??= compose();
  return composed;
};

const compose = (): App => {
  const settings = env();
  holder.headroomDatabase ??= connect({ url: settings.DATABASE_URL });
  return {
    db: holder.headroomDatabase,
    io: composeIo({
      sealKey: settings.HEADROOM_SEAL_KEY,
      oldSealKeys: settings.HEADROOM_OLD_SEAL_KEYS,
      allowedPrivateHosts: settings.HEADROOM_ALLOWED_PRIVATE_HOSTS,
      networkBaseUrls: settings.HEADROOM_NETWORK_BASE_URLS,
      networkLimitFactors: settings.HEADROOM_LIMIT_FACTORS,
      networkApps: settings.HEADROOM_NETWORK_APPS,
      uploadFolder: settings.HEADROOM_UPLOADS,
      publicUrl: settings.AUTH_URL,
      smtpUrl: settings.SMTP_URL,
      mailFrom: settings.MAIL_FROM,
    }),
  };
};
