/** Below this a polynomial of degree four or five is as exact as a double, at a fraction of the price. */
const near = 2 ** -9;
const nearer = 2 ** -13;

/** e^y. */
export function expNear(y: number): number {
  if (y < near && y > -near) return 1 + y * (1 + y * (1 / 2 + y * (1 / 6 + y * (1 / 24))));
  return Math.exp(y);
}

/** Whether `expNear` is cheap at `y`. */
export function isNear(y: number): boolean {
  return y < near && y > -near;
}

/** ln(1 + y). */
export function log1pNear(y: number): number {
  if (y < nearer && y > -nearer) return y * (1 - y * (1 / 2 - y * (1 / 3)));
  return Math.log1p(y);
}
