import { clientRunways, clients, inAgency } from "@headroom/db";
import { expect, signIn, test } from "../src/agency.ts";

/** What the Clients page may ship, bytes after gzip. */
const most = 180 * 1024;

test("the Clients page with 200 rows ships at most 180 KB of gzipped JavaScript", async ({ page, agency }) => {
  await inAgency(agency.db, { agencyId: agency.id }, async (tx) => {
    const rows = Array.from({ length: 200 }, (_, i) => ({
      agencyId: agency.id,
      id: crypto.randomUUID(),
      name: `Client ${i}`,
    }));
    await tx.insert(clients).values(rows);
    await tx.insert(clientRunways).values(
      rows.map(({ id }) => ({
        agencyId: agency.id,
        clientId: id,
        algorithmId: "steady-1",
        asOf: new Date(),
        score: 30,
        target: 20,
        headroom: 10,
        fallsAt: new Date(Date.now() + 86_400_000),
        coverage: 1,
      })),
    );
  });
  await signIn(page, agency.owner);
  const sizes: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "script")
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.goto(`/${agency.slug}/clients`, { waitUntil: "load" });
  await expect(page.getByRole("row")).toHaveCount(201);
  const shipped = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  test.info().annotations.push({ type: "JavaScript shipped", description: `${Math.round(shipped / 1024)} KB` });
  expect(shipped).toBeGreaterThan(20 * 1024);
  expect(shipped).toBeLessThanOrEqual(most);
});
