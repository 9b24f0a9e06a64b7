import type { Page } from "@playwright/test";
import { expect, signIn, test } from "../src/agency.ts";
import { addHistory } from "../src/sample-history.ts";

test("a manager forks an algorithm, previews it on every client, activates it and goes back", async ({
  page,
  agency,
}) => {
  const clientId = await addHistory(agency, "Garden Notes");
  const manager = await agency.hire("manager", "Mara Manager");
  await signIn(page, manager);
  await page.goto("/");
  await page.getByRole("link", { name: "Algorithms", exact: true }).click();
  await expect(page.getByRole("article", { name: "Steady 1" })).toContainText("Scores now");
  await page.getByRole("link", { name: "Change numbers of Steady 1" }).click();

  await page.getByLabel("Name of the new version").fill("Impatient");
  await page.getByLabel("Presence, %").fill("31");
  await expect(page.getByText("Sum: 110 %, too much by 10")).toBeVisible();
  await page.getByRole("button", { name: "Make this version" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "must sum to 100" })).toBeVisible();
  await page.getByLabel("Presence, %").fill("21");
  await page.getByLabel("Without a post, presence stays full for (hours)").fill("2");
  await page.getByLabel("After that, presence halves every (days)").fill("0");
  await page.getByRole("button", { name: "Make this version" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "presence halves every: from 0.1 days" })).toBeVisible();
  await page.getByLabel("After that, presence halves every (days)").fill("3");
  await page.getByRole("button", { name: "Make this version" }).click();
  await expect(page.getByRole("heading", { name: "Impatient", level: 1 })).toBeVisible();
  await expect(page.getByText("Differs from Steady 1 in:")).toBeVisible();

  await page.getByRole("button", { name: "Preview on every client" }).click();
  const row = page.getByRole("row").filter({ hasText: "Garden Notes" });
  await expect(row).toBeVisible();
  await expect(page.getByText("Now 0 of 1 client would be higher and 1 lower")).toBeVisible();
  const [now, wouldBe] = (await row.getByRole("cell").allTextContents()).map(Number);
  expect(wouldBe).toBeLessThan(now ?? 0);

  await page.getByRole("button", { name: "Activate Impatient now" }).click();
  await expect(page.getByRole("article", { name: "Impatient" })).toContainText("Scores now");
  await page.goto(`/${agency.slug}/clients/${clientId}`);
  const standing = page
    .getByRole("term")
    .filter({ hasText: /^Score$/ })
    .locator("xpath=..");
  await expect(standing).toContainText("Under Steady 1 it would be");
  expect(await scoreOf(page)).toBeCloseTo(wouldBe ?? 0, 0);
  await expect(page.getByText(/Impatient from today/)).toBeVisible();

  await page.getByRole("link", { name: "Algorithms", exact: true }).click();
  await page.getByRole("button", { name: "Go back to Steady 1" }).click();
  await expect(page.getByRole("article", { name: "Steady 1" })).toContainText("Scores now");
  await page.goto(`/${agency.slug}/clients/${clientId}`);
  await expect(standing).toContainText("Under Impatient it would be");
  expect(await scoreOf(page)).toBeCloseTo(now ?? 0, 0);
});

const scoreOf = async (page: Page): Promise<number> => {
  const heading = await page.getByRole("heading", { name: /^How [\d.]+ is made up$/ }).textContent();
  return Number(/[\d.]+/.exec(heading ?? "")?.[0]);
};
