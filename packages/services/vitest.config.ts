import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["@headroom/db/testing"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // The files share a database, and workers and hourly rounds reach across all agencies in it.
    fileParallelism: false,
  },
});
