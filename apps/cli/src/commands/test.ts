import type { Command } from "../context.ts";

export const test: Command = { summary: "x", run: async () => 1 };
