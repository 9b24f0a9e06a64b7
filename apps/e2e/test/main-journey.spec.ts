import type { Page } from "@playwright/test";
import { expect, signIn, test } from "../src/agency.ts";
import { mastodonOutbox, wordpressExport } from "../src/sample-files.ts";
import { startSite } from "../src/sample-site.ts";

test("a feed, a WordPress export and a Mastodon archive go in through the pages and come out as score, runway, queue place and PDF", async ({
  page,
  agency,
}) => {
  const site = await startSite();
  try {
    await signIn(page, agency.owner);
    await page.goto("/");
    await page.getByRole("link", { name: "Add a client" }).first().click();
    await expect(page.getByRole("heading", { name: "Add a client" })).toBeVisible();
    await page.getByLabel("Name", { exact: true }).fill("Garden Notes");
    await page.getByRole("button", { name: "Add the client" }).click();
    await expect(page.getByRole("heading", { name: "Garden Notes" })).toBeVisible();
    await expect(page.getByText("No score yet")).toBeVisible();
    const clientPage = page.url();

    await connectFeed(page, site.url);
    await page.getByRole("link", { name: "See the client" }).click();
    await expect(page.getByRole("heading", { name: /^How [\d.]+ is made up$/ })).toBeVisible();
    const afterFeed = await score(page);
    expect(afterFeed).toBeGreaterThan(1);

    await importFile(page, {
      name: "export.xml",
      mimeType: "text/xml",
      buffer: wordpressExport(),
      format: "WordPress export",
      title: "Old garden blog",
    });
    await importFile(page, {
      name: "outbox.json",
      mimeType: "application/json",
      buffer: mastodonOutbox(),
      format: "Mastodon archive",
      title: "Garden on Mastodon",
    });
    await expect(page.getByText("posts only; reactions unknown before connection", { exact: false })).toBeHidden();
    const afterFiles = await score(page);
    expect(afterFiles).toBeGreaterThan(afterFeed);

    await page.getByLabel("New target").fill("8");
    await page.getByRole("button", { name: "Set target" }).click();
    await expect(page.getByText("At least 8.0").first()).toBeVisible();
    await expect(
      page.getByRole("term").filter({ hasText: "Safe until" }).locator("xpath=following-sibling::dd[1]"),
    ).toContainText(/CET|CEST|over|for years/);

    await page.getByRole("link", { name: "Next up" }).click();
    const place = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Garden Notes" }) });
    await expect(place).toContainText("Safe until");
    await expect(place).toContainText("points in a day");
    await expect(page.getByRole("region", { name: "Your time" })).toContainText("You are free");

    await page.getByRole("link", { name: "Clients", exact: true }).click();
    await expect(page.getByRole("row").filter({ hasText: "Garden Notes" })).toContainText("8.0");

    await page.goto(clientPage);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download this week’s report" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^Garden Notes week of \d{4}-\d{2}-\d{2}\.pdf$/);
    const bytes = await readAll(await file.createReadStream());
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect(bytes.length).toBeGreaterThan(10_000);
  } finally {
    await site.close();
  }
});

const connectFeed = async (page: Page, address: string): Promise<void> => {
  await page.getByRole("link", { name: "Connect a channel" }).click();
  await page.getByRole("link", { name: "Connect Blog" }).click();
  await page.getByRole("textbox").first().fill(address);
  await page.getByRole("button", { name: "Find" }).click();
  await expect(page.getByText("Garden notes")).toBeVisible();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByText("Connected, and everything has been read.")).toBeVisible();
};

interface Upload {
  name: string;
  mimeType: string;
  buffer: Buffer;
  format: string;
  title: string;
}

const importFile = async (page: Page, { format, title, ...file }: Upload): Promise<void> => {
  await page.getByRole("link", { name: "Import a file" }).click();
  await page.getByLabel("Drop a file here, or choose one").setInputFiles(file);
  await expect(page.getByText(format)).toBeVisible();
  if (format.startsWith("Mastodon"))
    await expect(page.getByText("Posts only; reactions unknown before connection")).toBeVisible();
  await page.getByLabel("Channel", { exact: true }).selectOption({ label: "A new channel" });
  await page.getByLabel("Name of the new channel").fill(title);
  await page.getByRole("button", { name: "Import into Garden Notes" }).click();
  await expect(page.getByText("Imported:")).toBeVisible();
  await page.getByRole("link", { name: "See the client" }).click();
  await expect(page.getByText(title).first()).toBeVisible();
};

const score = async (page: Page): Promise<number> => {
  const heading = await page.getByRole("heading", { name: /^How [\d.]+ is made up$/ }).textContent();
  return Number(/[\d.]+/.exec(heading ?? "")?.[0]);
};

const readAll = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};
