import { startBlueskyStandIn, startMastodonStandIn } from "@headroom/connectors/stand-ins";
import { expect, test } from "../src/agency.ts";
import { connect, fillConnection, openNewClient } from "../src/client-page.ts";

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
    await page.getByRole("button", { name: /^Read now: / }).click();
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
