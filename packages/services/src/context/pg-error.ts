/** PostgreSQL's code for a broken unique key, also when Drizzle wrapped the error. */
export const isUniqueViolation = (error: unknown): boolean => postgresCode(error) === "23505";

/** PostgreSQL's code for a row that stayed locked for too long. */
export const isLockTimeout = (error: unknown): boolean => postgresCode(error) === "55P03";

const postgresCode = (error: unknown): string | undefined => {
  if (typeof error !== "object" || error === null) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return "cause" in error ? postgresCode(error.cause) : undefined;
};
