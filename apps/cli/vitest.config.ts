import { defineConfig } from "vitest/config";

// Real processes start and stop here, one test file at a time.
export default defineConfig({
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false },
});
