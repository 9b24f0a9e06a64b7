import type { Locator } from "@playwright/test";
import { expect, signIn, test } from "../src/agency.ts";
import { addHistory } from "../src/sample-history.ts";

test("why the score moved is told in steps that add up, down to the posts, for the days a person asks about", async ({
  page,
  agency,
}) => {
  const clientId = await addHistory(agency, "Garden Notes");
  await signIn(page, agency.owner);
  await page.goto(`/${agency.slug}/clients/${clientId}`);
  const why = page.getByRole("region", { name: "Why it moved" });
  await addsUp(why);

  await why.getByRole("navigation", { name: "Time span" }).getByRole("link", { name: "30 days" }).click();
  await expect(page).toHaveURL(/span=/);
  await expect(why).toContainText(/From 1\.0 to \d+\.\d/);
  await addsUp(why);
  await why.locator("summary").filter({ hasText: "Garden" }).first().click();
  await why.locator("summary").filter({ hasText: /like/i }).first().click();
  await expect(why.getByRole("listitem").filter({ hasText: "Note 19" })).toContainText(/\+\d+\.\d$/);
  await expect(why.getByRole("listitem").filter({ hasText: /15\smore\sposts/ })).toBeVisible();

  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  await why.getByText("From one date to another").click();
  await why.getByLabel("First day").fill(day(5));
  await why.getByLabel("Last day").fill(day(9));
  await why.getByRole("button", { name: "Tell" }).click();
  await expect(why.getByRole("alert")).toContainText("Shown instead: 7 days.");
  await why.getByLabel("First day").fill(day(9));
  await why.getByLabel("Last day").fill(day(5));
  await why.getByRole("button", { name: "Tell" }).click();
  await expect(page).toHaveURL(new RegExp(`from=${day(9)}&to=${day(5)}`));
  await expect(why.getByRole("alert")).toHaveCount(0);
  await addsUp(why);
});

/** Before and the steps are after, as far as one decimal of each tells. */
const addsUp = async (why: Locator): Promise<void> => {
  await expect(why.getByRole("row", { name: /^Together/ })).toBeVisible();
  const cells = await why.getByRole("table").getByRole("cell").allTextContents();
  const figures = cells.map((text) =>
    Number(
      text
        .replace("−", "-")
        .replace("+", "")
        .replaceAll(/[^-\d.]/g, ""),
    ),
  );
  const [before = Number.NaN, ...rest] = figures.slice(0, -1);
  const after = rest.pop() ?? Number.NaN;
  const sum = rest.reduce((total, step) => total + step, before);
  expect(rest.length).toBeGreaterThan(0);
  expect(Math.abs(sum - after)).toBeLessThanOrEqual(0.05 * (rest.length + 2) + 1e-9);
};
