import "server-only";
import { z } from "zod";

/** The only place of the web process that reads the environment; `npm start` sets these. */
const Env = z.object({
  DATABASE_URL: z.string().min(1),
  AUTH_SECRET: z.string().min(32),
  HEADROOM_SEAL_KEY: z.string().min(1),
  HEADROOM_OLD_SEAL_KEYS: z.string().default(""),
  AUTH_URL: z.url().default("http://localhost:3000"),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().optional(),
  HEADROOM_ALLOWED_PRIVATE_HOSTS: z.string().default(""),
  HEADROOM_UPLOADS: z.string().min(1),
  HEADROOM_NETWORK_BASE_URLS: z.string().default("{}"),
  HEADROOM_LIMIT_FACTORS: z.string().default("{}"),
  HEADROOM_NETWORK_APPS: z.string().default("{}"),
});
export type Env = z.infer<typeof Env>;

let read: Env | undefined;

/** Read at the first request, so that a build needs no environment. */
export const env = (): Env => {
  read ??= Env.parse(process.env);
  return read;
};
