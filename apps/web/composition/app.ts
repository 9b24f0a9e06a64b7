import "server-only";
import { connect } from "@headroom/db";
import { guardedFetch } from "@headroom/net";
import { createSealer, type Database, type Io } from "@headroom/services";
import { z } from "zod";
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
  const {
    DATABASE_URL,
    HEADROOM_SEAL_KEY,
    HEADROOM_ALLOWED_PRIVATE_HOSTS,
    HEADROOM_UPLOADS,
    HEADROOM_NETWORK_BASE_URLS,
  } = env();
  holder.headroomDatabase ??= connect({ url: DATABASE_URL });
  return {
    db: holder.headroomDatabase,
    io: {
      now: Date.now,
      random: Math.random,
      fetch: guardedFetch({
        allowedPrivateHosts: HEADROOM_ALLOWED_PRIVATE_HOSTS.split(",")
          .map((host) => host.trim())
          .filter(Boolean),
      }),
      sealer: createSealer([{ id: "1", key: Buffer.from(HEADROOM_SEAL_KEY, "base64") }]),
      networkBaseUrls: z.record(z.string(), z.url()).parse(JSON.parse(HEADROOM_NETWORK_BASE_URLS)),
      uploadFolder: HEADROOM_UPLOADS,
      log: (line, detail) => console.log(JSON.stringify({ at: new Date().toISOString(), line, ...detail })),
    },
  };
};
