import { expect, signIn, test } from "../src/agency.ts";

test.describe("signing in", () => {
  test("works with the right password, and what follows shows the agency", async ({ page, agency }) => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByLabel("E-mail", { exact: true }).fill(agency.owner.email);
    await page.getByLabel("Password").fill(agency.owner.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Clients", exact: true })).toBeVisible();
    await expect(page.getByText("No clients yet")).toBeVisible();
  });

  test("says that e-mail and password do not belong together, and nothing more", async ({ page, agency }) => {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail", { exact: true }).fill(agency.owner.email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("E-mail and password do not belong together.")).toBeVisible();
  });

  test("offers a link, and says where it goes when the server sends no mail", async ({ page, agency }) => {
    await page.goto("/sign-in");
    await page.getByText("Sign in with a link instead").click();
    await page.getByLabel("E-mail for the link").fill(agency.owner.email);
    await page.getByRole("button", { name: "Send me a link" }).click();
    await expect(page.getByText("The sign-in link is in the server’s log")).toBeVisible();
  });

  test("publishes no token and no hash about a session", async ({ page, agency }) => {
    await signIn(page, agency.owner);
    const session = await (await page.request.get("/api/auth/session")).json();
    expect(Object.keys(session).sort()).toEqual(["expires", "user"]);
    expect(Object.keys(session.user).sort()).toEqual(["email", "id", "name"]);
  });

  test("ends with signing out: the session is gone on the server as well", async ({ page, agency }) => {
    await signIn(page, agency.owner);
    await page.goto(`/${agency.slug}/clients`);
    const cookies = await page.context().cookies();
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.context().addCookies(cookies);
    await page.goto(`/${agency.slug}/clients`);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

  test("opens no other agency's pages", async ({ page, agency, browser }) => {
    await signIn(page, agency.owner);
    await page.goto(`/${agency.slug}/clients`);
    await expect(page.getByRole("heading", { name: "Clients", exact: true })).toBeVisible();
    const stranger = await browser.newPage();
    await stranger.goto(`/${agency.slug}/clients`);
    await expect(stranger.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await stranger.close();
    await page.goto("/some-other-agency/clients");
    await expect(page.getByRole("heading", { name: "Clients", exact: true })).toBeHidden();
  });
});
