import type { Context } from "./context.ts";
import { Interrupted } from "./interrupts.ts";
import { startGroup } from "./process-group.ts";
import { Refusal } from "./refusal.ts";
import { describeEnding } from "./supervise.ts";

const graceMs = 5_000;

/** Quiet and, when nothing changed since the last build, quick; says everything when it fails. */
export async function runBuild({ product, env, interrupts, print }: Context): Promise<void> {
  if (interrupts.stop.aborted) throw new Interrupted();
  const lines: string[] = [];
  print("Building the web app …");
  const build = startGroup(product.build(env), (line) => lines.push(line));
  const onStop = () => void build.stop(graceMs);
  interrupts.stop.addEventListener("abort", onStop, { once: true });
  const ending = await build.ended;
  interrupts.stop.removeEventListener("abort", onStop);
  if (interrupts.stop.aborted) throw new Interrupted();
  if (ending.code === 0) return;
  for (const line of lines) print(line);
  throw new Refusal(`The web app could not be built: the build ended ${describeEnding(ending)}`);
}
