import { expect, signIn, test } from "../src/agency.ts";

test("a manager caps what X may cost, signs in there, chooses the account, and sees its score", async ({
  page,
  agency,
}) => {
  const manager = await agency.hire("manager", "Mara Manager");
  await signIn(page, manager);
  await page.goto(`/${agency.slug}/clients/new`);
  await page.getByLabel("Name", { exact: true }).fill("Bakery on X");
  await page.getByRole("button", { name: "Add the client" }).click();
  await page.getByRole("link", { name: "Connect a channel" }).click();
  await page.getByRole("link", { name: "Connect X", exact: true }).click();
  await expect(page.getByText("X charges for what is read", { exact: false })).toBeVisible();
  const estimate = page.getByRole("region", { name: "What it may cost" });
  // 7 posts a week, read ten times each at half a cent, 7 answers and a cent a day for the followers.
  await expect(estimate.getByRole("status")).toContainText("About $1.98 a month");
  await estimate.getByLabel("Posts a week", { exact: true }).fill("0");
  await estimate.getByLabel("Answers and mentions a week").fill("0");
  await expect(estimate.getByRole("status")).toContainText("About $0.30 a month");
  await page.getByRole("button", { name: "Go to X" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "a manager sets a monthly cap" })).toBeVisible();

  await page.goto(`/${agency.slug}/settings/networks`);
  await expect(page.getByText("nothing more is read for money", { exact: false })).toBeVisible();
  await page.getByLabel("Cap of the agency, dollars a month").fill("5");
  await page.getByRole("button", { name: "Set cap" }).first().click();
  await expect(page.getByText("of $5.00", { exact: false })).toBeVisible();

  await page.goto(`/${agency.slug}/clients`);
  await page.getByRole("link", { name: "Bakery on X" }).click();
  await page.getByRole("link", { name: "Connect a channel" }).click();
  await page.getByRole("link", { name: "Connect X", exact: true }).click();
  await page.getByRole("button", { name: "Go to X" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByRole("checkbox", { name: /@alice/ })).toBeChecked();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByText("Connected, and everything has been read.")).toBeVisible();
  await page.getByRole("link", { name: "See the client" }).click();
  await expect(page.getByRole("heading", { name: /^How \d+\.\d is made up$/ })).toBeVisible();

  await page.goto(`/${agency.slug}/settings/networks`);
  await expect(page.getByText(/X: \d+ × post read/)).toBeVisible();
});
