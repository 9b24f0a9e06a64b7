import { type Agency, expect, signIn, test } from "../src/agency.ts";
import { startSite } from "../src/sample-site.ts";

const opml = (...addresses: string[]): Buffer =>
  Buffer.from(
    `<opml version="2.0"><body><outline text="Gardens">${addresses
      .map((address, n) => `<outline text="Blog ${n + 1}" xmlUrl="${address}"/>`)
      .join("")}</outline></body></opml>`,
  );

test("a list of blogs becomes channels of the clients chosen, says which blog cannot be read, and can be brought again", async ({
  page,
  agency,
}) => {
  const sites = [await startSite(), await startSite()];
  const [one = "", two = ""] = sites.map(({ url }) => `${url}/feed.xml`);
  const nobody = `${sites[0]?.url}/no-such-page`;
  const file = { name: "subscriptions.opml", mimeType: "text/xml", buffer: opml(one, two, nobody, one) };
  try {
    await signIn(page, agency.owner);
    await addClient(page, agency, "Rose Club");
    await addClient(page, agency, "Garden Notes");
    await page.getByRole("link", { name: "Connect a channel" }).first().click();
    await page.getByRole("link", { name: "Connect a list of blogs" }).click();
    await page.getByLabel("List of blogs (OPML)").setInputFiles(file);
    await expect(page.getByRole("heading", { name: "3 blogs in this list" })).toBeVisible();
    await expect(page.getByText("Passed over: 1 entry named twice.")).toBeVisible();
    await page.getByLabel("Client of Blog 2").selectOption("Rose Club");
    await page.getByRole("button", { name: "Connect 3 blogs" }).click();
    await expect(page.getByText("2 connected, 1 not connected.")).toBeVisible();
    const row = (n: number) => page.getByRole("listitem").filter({ hasText: `Gardens › Blog ${n}` });
    await expect(row(1)).toContainText("Connected to Garden Notes");
    await expect(row(2)).toContainText("Connected to Rose Club");
    await expect(row(3)).toContainText("Not connected: The network does not know this account or page.");

    await page.getByLabel("List of blogs (OPML)").setInputFiles(file);
    await expect(row(1)).toContainText("Already a channel of Garden Notes");
    await expect(page.getByLabel("Client of Blog 1")).toHaveValue("");
    await page.getByLabel("Client of Blog 1").selectOption("Garden Notes");
    await page.getByLabel("Client of Blog 2").selectOption("");
    await page.getByLabel("Client of Blog 3").selectOption("");
    await page.getByRole("button", { name: "Connect 1 blog" }).click();
    await expect(row(1)).toContainText("Connected before, to Garden Notes");
  } finally {
    await Promise.all(sites.map((site) => site.close()));
  }
});

const addClient = async (page: import("@playwright/test").Page, { slug }: Agency, name: string): Promise<void> => {
  await page.goto(`/${slug}/clients/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add the client" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
};
