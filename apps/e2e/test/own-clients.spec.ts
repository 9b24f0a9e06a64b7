import { expect, signIn, test } from "../src/agency.ts";

test("a staffer's own client is hers alone until she shares it", async ({ page, agency, browser }) => {
  const staffer = await agency.hire("staffer", "Sidney Staffer");
  await signIn(page, staffer);
  await page.goto(`/${agency.slug}/clients/new`);
  await expect(page.getByText("only you see it until you share it", { exact: false })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Side Project");
  await page.getByRole("button", { name: "Add the client" }).click();
  await expect(page.getByRole("heading", { name: "Side Project" })).toBeVisible();

  const office = await browser.newContext();
  const owner = await office.newPage();
  await signIn(owner, agency.owner);
  await owner.goto(`/${agency.slug}/clients`);
  await expect(owner.getByText("No clients yet")).toBeVisible();
  await owner.goto(page.url());
  await expect(owner.getByRole("heading", { name: "Side Project" })).toBeHidden();

  await page.getByRole("button", { name: "Share with the agency" }).click();
  await expect(page.getByRole("button", { name: "Make it mine only" })).toBeVisible();
  await owner.goto(`/${agency.slug}/clients`);
  await expect(owner.getByRole("row").filter({ hasText: "Side Project" })).toBeVisible();
  await office.close();
});

test("a viewer reads the clients assigned to her and changes nothing", async ({ page, agency }) => {
  const viewer = await agency.hire("viewer", "Vic Viewer");
  await signIn(page, viewer);
  await page.goto(`/${agency.slug}/clients`);
  await expect(page.getByText("Ask your agency to share a client with you.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Add a client" })).toBeHidden();
  await page.goto(`/${agency.slug}/clients/new`);
  await expect(page.getByText("Viewers cannot add clients")).toBeVisible();
});
