/** Below this a polynomial of degree four or five is as exact as a double, at a fraction of the price. */
const near = 2 ** -9;
const nearer = 2 ** -13;

/** e^y. */
export function expNear(y: number): number {
  return isNear(y) ? expOfNear(y) : Math.exp(y);
}

/** e^y of a `y` that is known to be near. */
export function expOfNear(y: number): number {
  return 1 + y * (1 + y * (1 / 2 + y * (1 / 6 + y * (1 / 24))));
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
