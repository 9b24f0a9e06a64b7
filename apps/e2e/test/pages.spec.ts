import AxeBuilder from "@axe-core/playwright";
import { agencies, clients, type Database, eq } from "@headroom/db";
import { demoSlug, makeDemo } from "@headroom/services";
import { expect, openDatabase, signIn, test } from "../src/agency.ts";

// One demo agency for the whole file, whose tests only read; one worker, so that it is made once.
test.describe.configure({ mode: "default" });

const manager = { email: "manager@demo.example", password: "headroom-demo" };
let db: Database;
let clientId: string;

test.beforeAll(async () => {
  db = openDatabase();
  const [found] = await db.global.select({ id: agencies.id }).from(agencies).where(eq(agencies.slug, demoSlug));
  const agencyId = found?.id ?? (await makeDemo(db, Date.now())).agencyId;
  const [client] = await db.global
    .select({ id: clients.id })
    .from(clients)
    .where(eq(clients.agencyId, agencyId))
    .orderBy(clients.name);
  clientId = client?.id ?? "";
});
test.afterAll(() => db.close());

const pages: [name: string, path: () => string][] = [
  ["Clients", () => `/${demoSlug}/clients`],
  ["Clients, nothing found", () => `/${demoSlug}/clients?q=nobody-of-that-name`],
  ["Next up", () => `/${demoSlug}/next-up?whose=all`],
  ["a client", () => `/${demoSlug}/clients/${clientId}`],
  ["connecting a channel", () => `/${demoSlug}/clients/${clientId}/connect`],
  ["signing in at a network that costs money", () => `/${demoSlug}/clients/${clientId}/connect?network=x`],
  ["importing a file", () => `/${demoSlug}/clients/${clientId}/import`],
  ["adding a client", () => `/${demoSlug}/clients/new`],
  ["the team", () => `/${demoSlug}/team`],
  ["algorithms", () => `/${demoSlug}/algorithms`],
  ["a version of the algorithm", () => `/${demoSlug}/algorithms/classic-1`],
  ["a new version of the algorithm", () => `/${demoSlug}/algorithms/new?from=steady-1`],
  ["notices", () => `/${demoSlug}/notices`],
  ["settings", () => `/${demoSlug}/settings`],
  ["settings of networks", () => `/${demoSlug}/settings/networks`],
  ["how the score works", () => "/how-the-score-works"],
  ["where the numbers come from", () => "/how-the-score-works/networks"],
  ["the numbers of X", () => "/how-the-score-works/networks/x"],
  ["the numbers of blogs", () => "/how-the-score-works/networks/blog"],
];

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 320]) {
    test.describe(`${colorScheme}, ${width} px wide`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });
      for (const [name, path] of pages) {
        test(`${name}: nothing serious for axe, nothing cut off at the side, no error in the console`, async ({
          page,
        }) => {
          const problems: string[] = [];
          page.on("pageerror", (error) => problems.push(error.message));
          page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
          await signIn(page, manager);
          await page.goto(path());
          expect(page.url()).toContain(path());
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          const { violations } = await new AxeBuilder({ page }).analyze();
          const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
          expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([]);
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
          ).toBeLessThanOrEqual(0);
          expect(problems).toEqual([]);
        });
      }
    });
  }
}
