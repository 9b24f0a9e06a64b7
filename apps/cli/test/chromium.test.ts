import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Chromium, findChromium } from "../src/chromium.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** As much of Playwright as is used here; it belongs to apps/e2e. */
type Browsers = {
  launch(options: { executablePath: string; args: string[]; env: Record<string, string> }): Promise<{
    newPage(): Promise<{
      setContent(html: string): Promise<void>;
      locator(selector: string): { boundingBox(): Promise<{ width: number; height: number } | null> };
      screenshot(): Promise<Buffer>;
    }>;
    close(): Promise<void>;
  }>;
};

const { chromium } = createRequire(join(root, "apps/e2e/package.json"))("@playwright/test") as { chromium: Browsers };

describe("the browser of the journeys", () => {
  it.runIf(process.platform === "linux" && process.arch === "x64")(
    "comes from npm where the system has none, and shows text in our font",
    async () => {
      const found = await findChromium({ root, explicitPath: undefined, searchPath: "" });
      const { width, height, picture } = await draw(
        found,
        "<h1 style='font: 40px system-ui; margin: 0'><span>Headroom</span></h1>",
      );
      expect(height).toBeGreaterThan(30);
      // IBM Plex Sans at 40 px; a fallback font or missing glyphs have another width.
      expect(width).toBeGreaterThan(170);
      expect(width).toBeLessThan(215);
      expect(picture.length).toBeGreaterThan(2_000);
    },
  );

  it("is the system's when that one starts, and never one that only prints advice", async () => {
    const tools = mkdtempSync(join(tmpdir(), "headroom-browsers-"));
    try {
      const advice = join(tools, "chromium-browser");
      writeFileSync(advice, "#!/bin/sh\necho install the snap; exit 1\n", { mode: 0o755 });
      const good = join(tools, "google-chrome");
      writeFileSync(good, "#!/bin/sh\necho Chromium 1\n", { mode: 0o755 });
      chmodSync(good, 0o755);
      const found = await findChromium({ root, explicitPath: undefined, searchPath: tools });
      expect(found).toMatchObject({ path: good, libraries: undefined });
      expect(readFileSync(found.fontConfig, "utf8")).toContain("ibm-plex-sans");
      const refused = findChromium({ root, explicitPath: advice, searchPath: tools });
      await expect(refused).rejects.toThrow(/^CHROMIUM_PATH=.* does not start/);
    } finally {
      await rm(tools, { recursive: true, force: true });
    }
  });
});

async function draw({ path, libraries, fontConfig }: Chromium, html: string) {
  const browser = await chromium.launch({
    executablePath: path,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
    env: { FONTCONFIG_FILE: fontConfig, ...(libraries !== undefined && { LD_LIBRARY_PATH: libraries }) },
  });
  try {
    const page = await browser.newPage();
    await page.setContent(html);
    const box = await page.locator("span").boundingBox();
    const picture = await page.screenshot();
    return { width: box?.width ?? 0, height: box?.height ?? 0, picture };
  } finally {
    await browser.close();
  }
}
