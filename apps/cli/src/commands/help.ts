import type { Command } from "../context.ts";

export const help = (commands: () => Readonly<Record<string, Command>>): Command => ({
  summary: "show this list",
  run: async ({ print }) => {
    print("npm start, npm test, or node apps/cli/bin/headroom.mjs <command>:");
    for (const [name, { summary }] of Object.entries(commands())) print(`  ${name.padEnd(8)} ${summary}`);
    return 0;
  },
});
