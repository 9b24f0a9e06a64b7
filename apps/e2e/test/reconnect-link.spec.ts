import AxeBuilder from "@axe-core/playwright";
import { startBlueskyStandIn } from "@headroom/connectors/stand-ins";
import { connections, eq } from "@headroom/db";
import type { Browser, Page } from "@playwright/test";
import { type Agency, expect, signIn, test } from "../src/agency.ts";

test("a client follows a link on her phone, signs in at the network, and both pages behind it live again for the agency", async ({
  page,
  agency,
  browser,
}) => {
  await newClient(page, agency, "Harbour Bakery");
  await connectAt(page, "Facebook");
  await expect(page.getByText(/As of (just now|\d+ min ago)/)).toHaveCount(2);
  await loseSecret(agency);
  for (const read of await page.getByRole("button", { name: /^Read now: / }).all()) await read.click();
  await expect(page.getByText(/Not heard from since .+ this is not counted as silence/)).toHaveCount(2);
  const link = await sentLink(page);

  const { phone, close } = await phoneOf(browser);
  const answer = await phone.goto(link);
  expect(answer?.headers()).toMatchObject({
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": expect.stringContaining("no-store"),
  });
  await expect(phone.getByRole("heading", { name: /^Reconnect .+ \(Facebook\)$/ })).toBeVisible();
  await expect(phone.getByText("Harbour Bakery", { exact: false })).toBeVisible();
  await expect(phone.getByText(/^The same sign-in brings back .+, as far as you still share it\./)).toBeVisible();
  await expect(page.getByText(/^The link for .+ is for this one too/)).toBeVisible();
  await expectSound(phone);
  await phone.getByRole("button", { name: "Go on at Facebook" }).click();
  await phone.getByRole("button", { name: "Allow" }).click();
  await expect(phone.getByRole("heading", { name: "Thank you, the account is connected again" })).toBeVisible();
  await expectSound(phone);

  await expect(page.getByText(/Reconnected through a link/)).toBeVisible();
  await expect(page.getByText(/Reconnected through the link for /)).toBeVisible();
  await expect(page.getByText(/As of (just now|\d+ min ago)/)).toHaveCount(2);
  await expect(page.getByText(/not counted as silence/)).toBeHidden();

  await phone.goto(link);
  await expect(phone.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await expectSound(phone);
  await close();
});

test("who declines at the network finds back to the link until it is withdrawn, and nobody else's browser brings her answer", async ({
  page,
  agency,
  browser,
}) => {
  await newClient(page, agency, "Second Thoughts");
  await connectAt(page, "YouTube");
  const link = await sentLink(page);
  const clientPage = page.url();

  const { phone, close } = await phoneOf(browser);
  const goOn = phone.getByRole("button", { name: "Go on at YouTube" });
  await phone.goto(link);
  await goOn.click();
  await expect(phone.getByRole("button", { name: "Allow" })).toBeVisible();
  const declined = `/connect/answer?error=access_denied&state=${new URL(phone.url()).searchParams.get("state")}`;
  // Not even that of the member who made the link.
  await page.goto(declined);
  await expect(page.getByRole("alert").filter({ hasText: "This was begun in another browser." })).toBeVisible();
  await phone.goto(declined);
  await expect(phone.getByRole("alert").filter({ hasText: "YouTube was not allowed to share" })).toBeVisible();
  await expectSound(phone);
  await phone.getByRole("link", { name: "Back to the link" }).click();
  await goOn.click();
  const allow = phone.getByRole("button", { name: "Allow" });
  await expect(allow).toBeVisible();
  await page.goto(clientPage);
  await expectSound(page);
  await page.getByRole("button", { name: /^Withdraw the link to reconnect/ }).click();
  await expect(page.getByText("A link to reconnect it is out", { exact: false })).toBeHidden();
  await allow.click();
  await expect(phone.getByRole("alert").filter({ hasText: "This link no longer works." })).toBeVisible();
  await close();
});

test("where a network gives app passwords, the link asks for one, and says what is wrong with it", async ({
  page,
  agency,
  browser,
}) => {
  const network = await startBlueskyStandIn({ owner: "harbour.test" });
  try {
    await newClient(page, agency, "Harbour Sky");
    await page.getByRole("link", { name: "Connect Bluesky" }).click();
    const { account, service, appPassword } = network.connectFieldsWithSecret;
    await page.getByLabel("Handle").fill(account ?? "");
    await page.getByLabel("App password").fill(appPassword ?? "");
    await page.getByLabel("Server").fill(service ?? "");
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await expect(page.getByText("Connected, and everything has been read.")).toBeVisible();
    await page.getByRole("link", { name: "See the client" }).click();
    const link = await sentLink(page);

    const { phone, close } = await phoneOf(browser);
    await phone.goto(link);
    await expect(phone.getByText(service ?? "")).toBeVisible();
    await phone.getByLabel("App password").fill("wrong-wrong-wrong");
    await phone.getByRole("button", { name: "Reconnect" }).click();
    await expect(phone.getByText("Bluesky did not accept this.", { exact: false })).toBeVisible();
    await expectSound(phone);
    await phone.getByLabel("App password").fill(appPassword ?? "");
    await phone.getByRole("button", { name: "Reconnect" }).click();
    await expect(phone.getByRole("heading", { name: "Thank you, the account is connected again" })).toBeVisible();
    await expect(page.getByText(/Reconnected through a link/)).toBeVisible();
    await close();
  } finally {
    await network.close();
  }
});

/** A staffer's own client, on the page that offers networks. */
const newClient = async (page: Page, agency: Agency, name: string): Promise<void> => {
  await signIn(page, await agency.hire("staffer", "Sidney Staffer"));
  await page.goto(`/${agency.slug}/clients/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add the client" }).click();
  await page.getByRole("link", { name: "Connect a channel" }).click();
};

const connectAt = async (page: Page, network: string): Promise<void> => {
  await page.getByRole("link", { name: `Connect ${network}`, exact: true }).click();
  await page.getByRole("button", { name: `Go to ${network}` }).click();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByText("Which are this client’s channels?")).toBeVisible();
  const accounts = await page.getByRole("checkbox").all();
  for (const account of accounts) await account.check();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  if (accounts.length > 1) return;
  await expect(page.getByText("Connected, and everything has been read.")).toBeVisible();
  await page.getByRole("link", { name: "See the client" }).click();
};

/** What the connection holds can no longer be opened: the next reading needs somebody to sign in. */
const loseSecret = ({ db, id }: Agency) =>
  db.global.update(connections).set({ sealedSecret: "lost" }).where(eq(connections.agencyId, id));

const sentLink = async (page: Page): Promise<string> => {
  await page
    .getByRole("button", { name: /^Send a link to reconnect/ })
    .first()
    .click();
  return page.getByLabel(/^Link to reconnect/).inputValue();
};

/** Somebody without an account, on a narrow screen. */
const phoneOf = async (browser: Browser) => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  return { phone: await context.newPage(), close: () => context.close() };
};

const expectSound = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
};
