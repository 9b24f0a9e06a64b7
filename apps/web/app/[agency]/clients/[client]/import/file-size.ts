const steps = ["bytes", "kB", "MB", "GB"] as const;

/** `640 bytes`, `4.2 MB`, `120 MB`: decimal units, as file managers show them. */
export const fileSize = (bytes: number): string => {
  let value = bytes;
  let step = 0;
  while (value >= 999.5 && step < steps.length - 1) {
    value /= 1_000;
    step += 1;
  }
  return `${step === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)}\u00a0${steps[step]}`;
};
