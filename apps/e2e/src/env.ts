/** The database of the product under test; `npm test` hands it over. */
export const databaseUrl = (): string => {
  const url = process.env.DATABASE_URL;
  if (url === undefined) throw new Error("DATABASE_URL is not set: run the journeys through `npm test`.");
  return url;
};
