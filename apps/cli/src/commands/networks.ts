import type { Command } from "../context.ts";
import { untilStopped } from "../interrupts.ts";
import { startNetworks } from "../networks/start-networks.ts";

export const networks: Command = {
  summary: "run a stand-in of every network on loopback; npm start -- --networks runs Headroom on top of them",
  run: async ({ env, interrupts, print }) => {
    const running = await startNetworks(env);
    try {
      for (const line of running.lines) print(line);
      print("");
      print("Headroom asks them instead of the networks with:");
      for (const [name, value] of Object.entries(running.env)) print(`  ${name}='${value}'`);
      print("Ctrl-C stops them.");
      await untilStopped(new Promise<never>(() => {}), interrupts.stop);
      return 0;
    } finally {
      await running.close();
    }
  },
};
