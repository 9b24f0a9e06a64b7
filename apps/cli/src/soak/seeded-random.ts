/** Uniform in [0, 1), the same for the same seed (Marsaglia's xorshift with 32 bits, shifts 13, 17 and 5). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};
