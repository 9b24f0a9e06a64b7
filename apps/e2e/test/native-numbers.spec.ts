import { expect, test } from "../src/agency.ts";

test("anybody can read where the numbers of every network come from, without signing in", async ({ page }) => {
  await page.goto("/how-the-score-works");
  await page.getByRole("link", { name: "Where the numbers of each network come from" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Where the numbers come from" })).toBeVisible();
  const networks = page.getByRole("main").getByRole("listitem").getByRole("link");
  const titles = await networks.allInnerTexts();
  expect(titles.length).toBeGreaterThanOrEqual(13);
  for (const title of titles) {
    await page.getByRole("main").getByRole("link", { name: title, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: `${title}: its numbers and ours` })).toBeVisible();
    const parts = [
      "What is used",
      `What ${title} does not tell`,
      `Why ${title} may show another number`,
      "How fresh it is",
    ];
    for (const name of parts) await expect(page.getByRole("heading", { level: 2, name, exact: true })).toBeVisible();
    await expect(page.getByRole("heading", { level: 3, name: "Posts", exact: true })).toBeVisible();
    await page.getByRole("link", { name: "Where the numbers come from" }).click();
  }
});

test("a network that nobody knows has no such page", async ({ page }) => {
  const answer = await page.goto("/how-the-score-works/networks/friendster");
  expect(answer?.status()).toBe(404);
});
