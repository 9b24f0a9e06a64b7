import { startBlueskyStandIn, startMastodonStandIn } from "@headroom/connectors/stand-ins";
import type { Page } from "@playwright/test";
import { type Agency, expect, signIn, test } from "../src/agency.ts";

const hourMs = 3_600_000;

test("a post made elsewhere counts as soon as somebody says that she posted", async ({ page, agency }) => {
  const network = await startMastodonStandIn({ owner: "garden" });
  try {
    network.store.followers = 120;
    network.store.publish({ text: "An old one", at: Date.now() - 80 * hourMs });
    await openNewClient(page, agency, "Live Client");
    await connect(page, { card: "Connect Mastodon", fields: network.connectFields });
    await page.getByRole("link", { name: "Next up" }).click();
    const place = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Live Client" }) });
    await expect(place).toContainText("Last post 3 days ago.");
    network.store.publish({ text: "Fresh from the garden", link: "https://elsewhere.example/" });
    await place.getByRole("button", { name: /^Posted on/ }).click();
    await expect(place).toContainText("Last post 0 min ago.");
    await page.getByRole("link", { name: "Live Client" }).click();
    const posts = page.getByRole("region", { name: /^Posts and what they brought/ });
    await expect(posts.getByText("Fresh from the garden")).toBeVisible();
  } finally {
    await network.close();
  }
});

test("a sign-in that died holds the channel instead of counting silence, and reconnecting releases it", async ({
  page,
  agency,
}) => {
  const network = await startBlueskyStandIn({ owner: "garden.test" });
  try {
    network.store.followers = 300;
    const post = network.store.publish({ text: "Hello sky", at: Date.now() - 5 * hourMs });
    network.store.like(post.id, { by: "ann", at: Date.now() - 4 * hourMs });
    await openNewClient(page, agency, "Held Client");
    await connect(page, { card: "Connect Bluesky", fields: network.connectFieldsWithSecret });
    await page.getByRole("link", { name: "See the client" }).click();
    network.chaos("unauthorized");
    await page.getByRole("button", { name: /^Read .+ now$/ }).click();
    await expect(page.getByText(/Not heard from since .+ this is not counted as silence/)).toBeVisible();
    network.chaos(null);
    await page.getByRole("link", { name: "Reconnect" }).click();
    await fillConnection(page, network.connectFieldsWithSecret);
    await expect(page.getByText("Connected, and everything has been read.")).toBeVisible();
    await page.getByRole("link", { name: "See the client" }).click();
    await expect(page.getByText(/As of (just now|\d+ min ago)/)).toBeVisible();
    await expect(page.getByText(/not counted as silence/)).toBeHidden();
  } finally {
    await network.close();
  }
});

const openNewClient = async (page: Page, agency: Agency, name: string): Promise<void> => {
  await signIn(page, agency.owner);
  await page.goto(`/${agency.slug}/clients/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add the client" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
};

type Fields = Readonly<Record<string, string | undefined>>;

const connect = async (page: Page, { card, fields }: { card: string; fields: Fields }): Promise<void> => {
  await page.getByRole("link", { name: "Connect a channel" }).click();
  await page.getByRole("link", { name: card }).click();
  await fillConnection(page, fields);
  await expect(page.getByText("Connected, and everything has been read.")).toBeVisible();
};

/** Types what each named field asks for, finds the channel and connects it. */
const fillConnection = async (page: Page, fields: Fields): Promise<void> => {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) await page.locator(`input[name="${name}"]`).fill(value);
  }
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
};
