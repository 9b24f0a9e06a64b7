import { z } from "zod";

const Env = z.object({
  DATABASE_URL: z.string().min(1),
  HEADROOM_SEAL_KEY: z.string().min(1),
  HEADROOM_OLD_SEAL_KEYS: z.string().default(""),
  HEADROOM_ALLOWED_PRIVATE_HOSTS: z.string().default(""),
  AUTH_URL: z.url().default("http://localhost:3000"),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().optional(),
  HEADROOM_UPLOADS: z.string().min(1),
  HEADROOM_NETWORK_BASE_URLS: z.string().default("{}"),
  HEADROOM_LIMIT_FACTORS: z.string().default("{}"),
  HEADROOM_NETWORK_APPS: z.string().default("{}"),
  HEADROOM_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(6),
});
export type Env = z.infer<typeof Env>;

/** The only place of the worker that reads the environment; `npm start` sets these. */
export const readEnv = (): Env => Env.parse(process.env);
