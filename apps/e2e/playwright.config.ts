import { defineConfig } from "@playwright/test";

const { E2E_BASE_URL, CHROMIUM_PATH, CHROMIUM_LIBRARIES, FONTCONFIG_FILE } = process.env;

// `npm test` starts the product and hands in the browser; see apps/cli/src/test-run/journeys.ts.
export default defineConfig({
  testDir: "test",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [["list"], ["json"]],
  use: {
    baseURL: E2E_BASE_URL ?? "http://localhost:3000",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    video: "off",
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(CHROMIUM_PATH && { executablePath: CHROMIUM_PATH }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
      env: {
        ...Object.fromEntries(
          Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
        ),
        ...(CHROMIUM_LIBRARIES && { LD_LIBRARY_PATH: CHROMIUM_LIBRARIES }),
        ...(FONTCONFIG_FILE && { FONTCONFIG_FILE }),
      },
    },
  },
});
