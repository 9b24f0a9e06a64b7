import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { minAuthSecretLength, type Secrets, type Settings } from "./env.ts";
import { Refusal } from "./refusal.ts";

/** Given ones win; for the embedded database the rest is made up once and kept beside it, so that sign-ins and tokens survive a restart. */
export async function findSecrets(settings: Settings, file: string): Promise<Secrets> {
  const { authSecret, sealKey } = settings;
  if (authSecret !== undefined && sealKey !== undefined) return { authSecret, sealKey };
  const kept = existsSync(file) ? readKept(file) : await keep(file, newSecrets());
  return { authSecret: authSecret ?? kept.authSecret, sealKey: sealKey ?? kept.sealKey };
}

export const newSecrets = (): Secrets => ({
  authSecret: randomBytes(minAuthSecretLength).toString("base64url"),
  sealKey: randomBytes(32).toString("base64"),
});

async function keep(file: string, secrets: Secrets): Promise<Secrets> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
  return secrets;
}

function readKept(file: string): Secrets {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof kept === "object" && kept !== null && "authSecret" in kept && "sealKey" in kept) {
      const { authSecret, sealKey } = kept;
      if (typeof authSecret === "string" && typeof sealKey === "string") return { authSecret, sealKey };
    }
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${error instanceof Error ? error.message : error})`);
  }
  // Making new ones would lock away every token that was sealed with the old key.
  throw new Refusal(`${file} is damaged: restore it, or delete it together with the postgres directory beside it`);
}
