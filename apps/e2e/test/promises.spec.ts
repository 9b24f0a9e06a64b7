import { expect, signIn, test } from "../src/agency.ts";
import { addHistory } from "../src/sample-history.ts";

test("a manager promises a level, sees it burn, and agrees rest with the client", async ({ page, agency }) => {
  const clientId = await addHistory(agency, "Garden Notes");
  const manager = await agency.hire("manager", "Mara Manager");
  await signIn(page, manager);
  await page.goto(`/${agency.slug}/clients/${clientId}`);
  const promise = page.getByRole("region", { name: "Target and promise" });

  await promise.getByLabel("New target").fill("99");
  await promise.getByLabel("Share of the time, %").fill("90");
  await promise.getByLabel("Of each").selectOption("month");
  await promise.getByRole("button", { name: "Set target" }).click();
  await expect(promise.getByText("At least 99.0 for 90 % of each month", { exact: true })).toBeVisible();
  await expect(promise.getByText(/If nothing more happens, the promise of 90\s% of the month breaks/)).toBeVisible();

  await promise.locator("summary").filter({ hasText: "Agree rest" }).click();
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 11);
  await promise.getByLabel("From (UTC)").fill(`${day(3)}09:00`);
  await promise.getByLabel("To (UTC)").fill(`${day(2)}09:00`);
  await promise.getByLabel("Why (optional)").fill("Holidays");
  await promise.getByRole("button", { name: "Agree rest" }).click();
  await expect(promise.getByText("Rest has to end after it begins.")).toBeVisible();
  await promise.getByLabel("To (UTC)").fill(`${day(4)}09:00`);
  await promise.getByRole("button", { name: "Agree rest" }).click();
  const rest = promise.getByRole("listitem").filter({ hasText: "Holidays" });
  await expect(rest).toContainText("to come, agreed by Mara Manager");
  await rest.getByRole("button", { name: /^Take back/ }).click();
  await expect(rest).toBeHidden();

  await page.goto(`/${agency.slug}/clients?sort=promise`);
  const row = page.getByRole("row").filter({ hasText: "Garden Notes" });
  await expect(row).toContainText(/\d\s%/);
  await expect(row).toContainText(/left|over/);
});

test("a staffer contests what a client is known for, and her veto holds", async ({ page, agency }) => {
  const clientId = await addHistory(
    agency,
    "Garden Notes",
    (n) => `This is our ${n % 2 ? "tomato soup" : "potato salad"}`,
  );
  const manager = await agency.hire("manager", "Mara Manager");
  await signIn(page, manager);
  await page.goto(`/${agency.slug}/clients/${clientId}`);
  const known = page.getByRole("region", { name: "Known for" });
  const topics = known.getByRole("list").first();
  await expect(topics).toContainText("tomato soup");
  await expect(topics).toContainText("10 posts");

  await known.getByRole("button", { name: "Not this: tomato soup" }).click();
  await expect(topics).not.toContainText("tomato soup");
  await known.getByRole("button", { name: "Pin potato salad" }).click();
  await expect(topics).toContainText("pinned");
  await page.reload();
  await expect(topics).toContainText("potato salad");
  await expect(topics).not.toContainText("tomato soup");

  await known.getByText("2 decisions by people").click();
  await expect(known.getByText("“tomato soup” is not shown.")).toBeVisible();
  await known.getByRole("button", { name: "Take back what was decided on tomato soup" }).click();
  await expect(topics).toContainText("tomato soup");
});
