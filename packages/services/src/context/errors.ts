export const errorCodes = ["not-found", "forbidden", "invalid", "conflict", "too-many", "unavailable"] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** The closed set of ways a verb can refuse. `message` is plain words for a person and safe to show. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly code: ErrorCode;
  /** The input field at fault, for forms. */
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    detail: { field?: string; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: detail.cause });
    this.code = code;
    this.field = detail.field;
    this.retryAfterMs = detail.retryAfterMs;
  }
}

export const notFound = (thing: string): ServiceError => new ServiceError("not-found", `${thing} was not found.`);

/** The first row, or a refusal that names what is missing. */
export const firstOr404 = <T>(rows: readonly T[], thing: string): T => {
  const [row] = rows;
  if (row === undefined) throw notFound(thing);
  return row;
};
