import type { Interrupts } from "./interrupts.ts";
import type { Product } from "./product.ts";

export type Context = {
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  root: string;
  /** Where a checkout keeps what it made: database, secrets, records. Git ignores it. */
  dataHome: string;
  product: Product;
  interrupts: Interrupts;
  print: (line: string) => void;
};

/** Resolves to the exit code. */
export type Command = { summary: string; run(context: Context): Promise<number> };
