import type { Actor } from "../context/context.ts";
import { ServiceError } from "../context/errors.ts";

/** What concerns the whole agency is for those who manage it. */
export const requireManager = ({ role }: Actor): void => {
  if (role !== "owner" && role !== "manager") throw new ServiceError("forbidden", "Only managers do this.");
};
