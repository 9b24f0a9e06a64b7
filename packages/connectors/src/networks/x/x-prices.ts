import type { Price } from "../../contract/money.ts";

/** Pay per use (docs.x.com/x-api/getting-started/pricing, read in November 2026). */
export const postRead: Price = { what: "post read", microsEach: 5_000 };
export const userRead: Price = { what: "user read", microsEach: 10_000 };
export const postWritten: Price = { what: "post written", microsEach: 15_000 };
export const linkPostWritten: Price = { what: "post with a link written", microsEach: 200_000 };
