import { startBlueskyStandIn } from "@headroom/connectors/stand-ins";
import type { Page } from "@playwright/test";
import { expect, test } from "../src/agency.ts";
import { connect, openNewClient } from "../src/client-page.ts";

const network = test.extend<{ sky: Awaited<ReturnType<typeof startBlueskyStandIn>> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to find what a fixture needs
  sky: async ({}, use) => {
    const sky = await startBlueskyStandIn({ owner: "garden.test" });
    sky.store.followers = 300;
    await use(sky);
    await sky.close();
  },
});

network(
  "a thread with a picture is written once and goes out: the network has it, and the plan says so",
  async ({ page, agency, sky }) => {
    await openPostForm(page, { agency, fields: sky.connectFieldsWithSecret });
    await page.getByLabel("Text", { exact: true }).fill("x".repeat(301));
    const said = page.getByRole("list", { name: "What each network says" });
    await expect(said).toContainText("301 of 300");
    await page.getByLabel("Text", { exact: true }).fill("Apples are ripe.");
    await expect(said).toContainText("16 of 300");
    await page
      .getByLabel("Picture (optional)")
      .setInputFiles({ name: "a.png", mimeType: "image/png", buffer: onePixel });
    await page.getByLabel("What it shows").fill("A basket of apples");
    await page.getByRole("button", { name: "Add picture" }).click();
    await expect(page.getByText("“A basket of apples”")).toBeVisible();
    await page.getByRole("button", { name: "Add a piece to the thread" }).click();
    await page.getByLabel("Piece 2", { exact: true }).fill("Come and pick them.");
    await page.getByRole("button", { name: "Send now" }).click();
    await expect(page.getByText("Sent, 2 pieces")).toBeVisible();
    expect(sky.store.posts.map(({ text, images }) => [text, images.map(({ alt }) => alt)])).toEqual([
      ["Apples are ripe.", ["A basket of apples"]],
      ["Come and pick them.", []],
    ]);
    await expect(page.getByRole("region", { name: /^Posts and what they brought/ })).toContainText("Apples are ripe.");
  },
);

network(
  "a post form says nothing against a post before anything is written, and refuses to send nothing",
  async ({ page, agency, sky }) => {
    await openPostForm(page, { agency, fields: sky.connectFieldsWithSecret });
    const said = page.getByRole("list", { name: "What each network says" });
    await expect(said).toContainText("0 of 300");
    await expect(said.locator(".text-bad")).toHaveCount(0);
    await page.getByRole("button", { name: "Send now" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText(/\S/);
    expect(sky.store.posts).toEqual([]);
  },
);

network(
  "a post that the network refuses is told on Notices, from where it goes out once the sign-in is mended",
  async ({ page, agency, sky }) => {
    await openPostForm(page, { agency, fields: sky.connectFieldsWithSecret });
    const clientPage = page.url().replace(/\/post.*$/, "");
    await page.goto(`/${agency.slug}/notices`);
    await page.getByLabel("From").fill("00:00");
    await page.getByLabel("To", { exact: true }).fill("00:00");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("You are told things at any time.")).toBeVisible();

    await page.goto(`${clientPage}/post`);
    await page.getByLabel("Text", { exact: true }).fill("Pears are ripe.");
    sky.chaos("unauthorized");
    await page.getByRole("button", { name: "Send now" }).click();
    await expect(page.getByText("Not sent")).toBeVisible();
    sky.chaos(null);
    await page.getByRole("link", { name: /^Notices/ }).click();
    const told = page.getByRole("listitem").filter({ hasText: "A post for Garden did not go out" });
    await expect(told).toContainText("New");
    await told.getByRole("link", { name: "See the post" }).click();
    await page.getByRole("button", { name: "Send it now" }).click();
    await expect(page.getByText("✓ Sent")).toBeVisible();
    expect(sky.store.posts.map(({ text }) => text)).toEqual(["Pears are ripe."]);
  },
);

interface OpenForm {
  agency: Parameters<typeof openNewClient>[1];
  fields: Parameters<typeof connect>[1]["fields"];
}

const openPostForm = async (page: Page, { agency, fields }: OpenForm): Promise<void> => {
  await openNewClient(page, agency, "Garden");
  await connect(page, { card: "Connect Bluesky", fields });
  await page.getByRole("link", { name: "See the client" }).click();
  // The plan, which comes later, has one as well.
  await page.getByRole("link", { name: "Write a post" }).first().click();
  await expect(page.getByRole("heading", { name: "Write a post" })).toBeVisible();
};

/** A picture of one pixel, PNG. */
const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);
