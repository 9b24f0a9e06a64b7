import type { Page } from "@playwright/test";
import { type Agency, expect, signIn } from "./agency.ts";

/** Signs the owner in and adds a client by the pages; the client's page is open afterwards. */
export const openNewClient = async (page: Page, agency: Agency, name: string): Promise<void> => {
  await signIn(page, agency.owner);
  await page.goto(`/${agency.slug}/clients/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Add the client" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
};

type Fields = Readonly<Record<string, string | undefined>>;

/** From the client's page: connects a channel whose card, such as `Connect Mastodon`, asks for these fields. */
export const connect = async (page: Page, { card, fields }: { card: string; fields: Fields }): Promise<void> => {
  await page.getByRole("link", { name: "Connect a channel" }).click();
  await page.getByRole("link", { name: card }).click();
  await fillConnection(page, fields);
  await expect(page.getByText("Connected, and everything has been read.")).toBeVisible();
};

/** Types what each named field asks for, finds the channel and connects it. */
export const fillConnection = async (page: Page, fields: Fields): Promise<void> => {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) await page.locator(`input[name="${name}"]`).fill(value);
  }
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
};
