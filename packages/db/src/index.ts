export { and, asc, count, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from "drizzle-orm";
export {
  assertPoliciesBind,
  asUser,
  type ConnectOptions,
  connect,
  type Database,
  inAgency,
  listen,
  type Tenancy,
  type Tx,
} from "./database.ts";
export * from "./schema/index.ts";
