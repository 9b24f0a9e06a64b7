import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["@headroom/db/testing"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The files share a database, and a worker takes whatever is due in it.
    fileParallelism: false,
  },
});
