import { connect, type Database, inAgency, members } from "@headroom/db";
import { createAgency, type Role, signUp } from "@headroom/services";
import { test as base, expect, type Page } from "@playwright/test";
import { databaseUrl } from "./env.ts";

export interface Person {
  name: string;
  email: string;
  password: string;
}

export interface Agency {
  id: string;
  slug: string;
  db: Database;
  owner: Person;
  /** Adds somebody who can sign in. */
  hire: (role: Role, name: string) => Promise<Person>;
}

export const openDatabase = (): Database => connect({ url: databaseUrl(), maxConnections: 2 });

/** Every test brings an agency of its own, so that none depends on another. */
export const test = base.extend<{ agency: Agency }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to find what a fixture needs
  agency: async ({}, use) => {
    const db = openDatabase();
    const owner = await newPerson(db, "Olive Owner");
    const now = Date.now();
    const input = { name: `Agency ${crypto.randomUUID().slice(0, 8)}`, timeZone: "Europe/Berlin", defaultTarget: 20 };
    const { id, slug } = await createAgency(db, { founder: { userId: owner.userId, name: owner.name }, input, now });
    const hire: Agency["hire"] = async (role, name) => {
      const person = await newPerson(db, name);
      await inAgency(db, { agencyId: id }, (tx) =>
        tx.insert(members).values({ agencyId: id, userId: person.userId, role, name, timeZone: "Europe/Berlin" }),
      );
      return person;
    };
    await use({ id, slug, db, owner, hire });
    await db.close();
  },
});

export { expect };

const newPerson = async (db: Database, name: string): Promise<Person & { userId: string }> => {
  const person = { name, email: `${crypto.randomUUID()}@example.test`, password: "a long enough password" };
  const { userId } = await signUp(db, person);
  return { ...person, userId };
};

/** Signs in by request: journeys that are not about signing in need not type. */
export const signIn = async (page: Page, { email, password }: Pick<Person, "email" | "password">): Promise<void> => {
  const csrf: { csrfToken: string } = await (await page.request.get("/api/auth/csrf")).json();
  const response = await page.request.post("/api/auth/callback/password", {
    form: { email, password, csrfToken: csrf.csrfToken, callbackUrl: "/" },
    maxRedirects: 0,
  });
  expect(response.headers().location).not.toContain("error");
};
