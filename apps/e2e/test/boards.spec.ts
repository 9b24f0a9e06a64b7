import { expect, test } from "../src/agency.ts";
import { openNewClient } from "../src/client-page.ts";

test("a board is chosen where a pin is written, and is still chosen when she comes back", async ({ page, agency }) => {
  await openNewClient(page, agency, "Bakery on Pinterest");
  await page.getByRole("link", { name: "Connect a channel" }).click();
  await page.getByRole("link", { name: "Connect Pinterest", exact: true }).click();
  await page.getByRole("button", { name: "Go to Pinterest" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByText("Another can be chosen when one is written.", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("link", { name: "See the client" }).click();
  await page.getByRole("link", { name: "Write a post" }).first().click();

  const board = page.getByLabel("Board of alice on Pinterest");
  await expect(board.locator("option")).toHaveText(["Bread", "Cakes & tarts"]);
  await expect(board.locator("option:checked")).toHaveText("Bread");
  await board.selectOption("Cakes & tarts");
  await expect(board).toBeEnabled();
  await page.reload();
  await expect(board.locator("option:checked")).toHaveText("Cakes & tarts");
  for (const width of [320, 1_280]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }
});
