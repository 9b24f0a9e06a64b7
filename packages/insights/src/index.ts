export { type ClientStatus, clientStatus, clientStatuses, type StandingFacts, soonMs, statusLook } from "./client-status.ts";
