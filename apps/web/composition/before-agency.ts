import "server-only";

/** Verbs of people who have not entered an agency yet: they take the database itself. */
export {
  acceptInvite,
  CreateAgencyInput,
  createAgency,
  type Invitation,
  limitAttempts,
  myAgencies,
  readInvite,
  ServiceError,
  SignUpInput,
  signUp,
  TimeZone,
} from "@headroom/services";
