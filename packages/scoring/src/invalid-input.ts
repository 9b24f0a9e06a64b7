/** Bad input, refused before it can become a NaN. `field` names what the caller passed, `reason` says what is wrong with it. */
export class InvalidInput extends Error {
  readonly field: string;
  readonly reason: string;

  constructor(field: string, reason: string) {
    super(`${field}: ${reason}`);
    this.name = "InvalidInput";
    this.field = field;
    this.reason = reason;
  }
}

/** The farthest instant that a JavaScript Date can hold, in ms on either side of 1970 (ECMA-262, time values). */
const farthestMs = 8.64e15;

export function requireInstant(field: string, value: number): number {
  if (!(value >= -farthestMs && value <= farthestMs))
    throw new InvalidInput(field, `not an instant in epoch ms: ${value}`);
  return value;
}

export function requirePositive(field: string, value: number): number {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new InvalidInput(field, `must be a finite number above 0, not ${value}`);
  }
  return value;
}

export function requireNonNegative(field: string, value: number): number {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new InvalidInput(field, `must be a finite number of at least 0, not ${value}`);
  }
  return value;
}

export function requireShare(field: string, value: number): number {
  if (!(value >= 0 && value <= 1)) throw new InvalidInput(field, `must lie between 0 and 1, not ${value}`);
  return value;
}

export function requireNotAfter(field: string, value: number, now: number): number {
  requireInstant(field, value);
  if (value > now) throw new InvalidInput(field, `${value} is later than now, ${now}`);
  return value;
}
