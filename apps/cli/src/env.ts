import { Refusal } from "./refusal.ts";

export type Settings = {
  port: number;
  host: string;
  /** Where people reach it, without a trailing slash. */
  authUrl: string;
  /** A PostgreSQL of one's own; without it the embedded one runs. */
  databaseUrl: string | undefined;
  authSecret: string | undefined;
  sealKey: string | undefined;
  /** Keys that sealed before, separated by commas. */
  oldSealKeys: string | undefined;
  mail: { smtpUrl: string; from: string } | undefined;
  allowedPrivateHosts: string | undefined;
  /** Where imported files wait for the worker; web and worker both reach it. */
  uploads: string | undefined;
  logLevel: LogLevel;
  isProduction: boolean;
};

export type Secrets = { authSecret: string; sealKey: string };

const logLevels = ["debug", "info", "warn", "error"] as const;
type LogLevel = (typeof logLevels)[number];

type Flags = {
  port?: string | undefined;
  host?: string | undefined;
  /** False for commands that run neither web nor worker. */
  needsSecrets?: boolean;
};

type Raw = Readonly<Record<string, string | undefined>>;

export const minAuthSecretLength = 32;
const sealKeyBytes = 32;
const defaultPort = 3000;

/** The only place that reads the environment; a bad value ends the start with one line that names it and shows a good one. */
export function readSettings(raw: Raw, { needsSecrets = true, ...flags }: Flags = {}): Settings {
  const port = readPort(flags.port, raw.PORT);
  const databaseUrl = readDatabaseUrl(given(raw.DATABASE_URL));
  const settings: Settings = {
    port,
    // Demo sign-ins are public knowledge: who wants visitors from outside says so.
    host: flags.host ?? given(raw.HOST) ?? "127.0.0.1",
    authUrl: readAuthUrl(given(raw.AUTH_URL), port),
    databaseUrl,
    authSecret: readAuthSecret(given(raw.AUTH_SECRET)),
    sealKey: readSealKey("HEADROOM_SEAL_KEY", given(raw.HEADROOM_SEAL_KEY)),
    oldSealKeys: readOldSealKeys(given(raw.HEADROOM_OLD_SEAL_KEYS)),
    mail: readMail(given(raw.SMTP_URL), given(raw.MAIL_FROM)),
    allowedPrivateHosts: given(raw.HEADROOM_ALLOWED_PRIVATE_HOSTS),
    uploads: given(raw.HEADROOM_UPLOADS),
    logLevel: readLogLevel(given(raw.LOG_LEVEL)),
    isProduction: raw.NODE_ENV === "production",
  };
  if (needsSecrets && (databaseUrl !== undefined || settings.isProduction)) requireSecrets(settings);
  return settings;
}

/** What web and worker read; everything else of the surroundings passes through. */
export function serviceEnv(
  settings: Settings,
  { databaseUrl, authSecret, sealKey, uploads }: Secrets & { databaseUrl: string; uploads: string },
): Record<string, string> {
  return {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(settings.port),
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: authSecret,
    HEADROOM_SEAL_KEY: sealKey,
    AUTH_URL: settings.authUrl,
    AUTH_TRUST_HOST: "true",
    LOG_LEVEL: settings.logLevel,
    HEADROOM_UPLOADS: settings.uploads ?? uploads,
    ...(settings.mail && { SMTP_URL: settings.mail.smtpUrl, MAIL_FROM: settings.mail.from }),
    ...(settings.allowedPrivateHosts && { HEADROOM_ALLOWED_PRIVATE_HOSTS: settings.allowedPrivateHosts }),
  };
}

const given = (value: string | undefined): string | undefined => value?.trim() || undefined;

function readPort(flag: string | undefined, variable: string | undefined): number {
  const text = flag ?? given(variable);
  if (text === undefined) return defaultPort;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  const example = flag === undefined ? "PORT=3001" : "npm start -- --port 3001";
  throw new Refusal(
    `${flag === undefined ? "PORT" : "--port"} must be a number from 1 to 65535, for example ${example}`,
  );
}

function readDatabaseUrl(value: string | undefined): string | undefined {
  if (value === undefined || (URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol))) return value;
  throw new Refusal(
    "DATABASE_URL must be the address of a PostgreSQL database, for example DATABASE_URL=postgres://user:password@localhost:5432/headroom",
  );
}

function readAuthUrl(value: string | undefined, port: number): string {
  if (value === undefined) return `http://localhost:${port}`;
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value.replace(/\/+$/, "");
  throw new Refusal("AUTH_URL must be the address people use, for example AUTH_URL=https://headroom.example.com");
}

function readAuthSecret(value: string | undefined): string | undefined {
  if (value === undefined || value.length >= minAuthSecretLength) return value;
  throw new Refusal(
    `AUTH_SECRET must be at least ${minAuthSecretLength} characters, for example AUTH_SECRET=$(openssl rand -base64 33)`,
  );
}

function readOldSealKeys(value: string | undefined): string | undefined {
  for (const key of value?.split(",") ?? []) readSealKey("HEADROOM_OLD_SEAL_KEYS", key.trim());
  return value;
}

function readSealKey(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const key = Buffer.from(value, "base64");
  if (key.length === sealKeyBytes && /^[A-Za-z0-9+/]{43}=$/.test(value)) return value;
  throw new Refusal(`${name} must be 32 bytes in base64, for example ${name}=$(openssl rand -base64 32)`);
}

function readMail(smtpUrl: string | undefined, from: string | undefined): Settings["mail"] {
  if (smtpUrl === undefined) return undefined;
  if (!URL.canParse(smtpUrl) || !/^smtps?:$/.test(new URL(smtpUrl).protocol)) {
    throw new Refusal(
      "SMTP_URL must be a mail server, for example SMTP_URL=smtps://user:password@mail.example.com:465",
    );
  }
  if (from?.includes("@")) return { smtpUrl, from };
  throw new Refusal(
    'MAIL_FROM must name the sender when SMTP_URL is set, for example MAIL_FROM="Headroom <headroom@example.com>"',
  );
}

function readLogLevel(value: string | undefined): LogLevel {
  const level = logLevels.find((each) => each === (value ?? "info"));
  if (level !== undefined) return level;
  throw new Refusal(`LOG_LEVEL must be one of ${logLevels.join(", ")}, for example LOG_LEVEL=info`);
}

/** With a database that outlives this checkout, secrets must outlive it too: only their keeper can provide them. */
function requireSecrets({ authSecret, sealKey, isProduction }: Settings): void {
  const why = isProduction ? "in production" : "with a DATABASE_URL";
  if (authSecret === undefined) {
    throw new Refusal(
      `AUTH_SECRET is required ${why}: at least ${minAuthSecretLength} characters, for example AUTH_SECRET=$(openssl rand -base64 33)`,
    );
  }
  if (sealKey === undefined) {
    throw new Refusal(
      `HEADROOM_SEAL_KEY is required ${why}: 32 bytes in base64, for example HEADROOM_SEAL_KEY=$(openssl rand -base64 32)`,
    );
  }
}
