import { EmbeddedUnavailable } from "@headroom/db/embedded";
import { bench } from "./commands/bench.ts";
import { help } from "./commands/help.ts";
import { keysRotate } from "./commands/keys-rotate.ts";
import { migrate } from "./commands/migrate.ts";
import { networks } from "./commands/networks.ts";
import { rebuild } from "./commands/rebuild.ts";
import { soak } from "./commands/soak.ts";
import { start } from "./commands/start.ts";
import { test } from "./commands/test.ts";
import type { Command, Context } from "./context.ts";
import { Interrupted, listenForInterrupts } from "./interrupts.ts";
import { Refusal } from "./refusal.ts";

/** Add a command: write its file, list it here. */
const commands: Readonly<Record<string, Command>> = {
  start,
  test,
  migrate,
  rebuild,
  "keys:rotate": keysRotate,
  networks,
  bench,
  soak,
  help: help(() => commands),
};

const interruptedCode = 130;
/** Time for killed processes to be collected; guards end whatever is still there then. */
const forcedEndMs = 1_500;

export async function runCommand(name: string, surroundings: Omit<Context, "interrupts">): Promise<number> {
  const interrupts = listenForInterrupts();
  interrupts.force.addEventListener("abort", () => setTimeout(() => process.exit(interruptedCode), forcedEndMs));
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined)
      throw new Refusal(`There is no command "${name}". Known: ${Object.keys(commands).join(", ")}`);
    return await command.run({ ...surroundings, interrupts });
  } catch (error) {
    if (error instanceof Interrupted) return interruptedCode;
    const isExpected = error instanceof Refusal || error instanceof EmbeddedUnavailable;
    process.stderr.write(`${isExpected ? error.message : error instanceof Error ? error.stack : error}\n`);
    return 1;
  }
}
