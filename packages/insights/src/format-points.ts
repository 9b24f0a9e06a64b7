const minus = "\u2212";

/** A score or points with one decimal: `43.8`. */
export const points = (value: number): string => signless(value).replace("-", minus);

/** A change with its sign: `+1.2`, `−0.8`, `0.0`. */
export const change = (value: number): string => {
  const text = signless(value);
  return value > 0 && text !== "0.0" ? `+${text}` : text.replace("-", minus);
};

/** The change between two scores as they are printed, so that the three numbers agree: 25.0 and 24.8 differ by −0.2. */
export const changeBetween = (before: number, after: number): string =>
  change(Number(after.toFixed(1)) - Number(before.toFixed(1)));

/** 0.04 below zero reads as 0.0, not as −0.0. */
const signless = (value: number): string => {
  const text = value.toFixed(1);
  return text === "-0.0" ? "0.0" : text;
};

/** A share as a whole percentage: `95 %`. */
export const percent = (share: number): string => `${Math.round(share * 100)}\u00a0%`;

/** `1 post`, `3 posts`. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en-GB")}\u00a0${n === 1 ? one : many}`;
