import "server-only";

/** What serves people who have not entered an agency yet: verbs that take the database itself, and what is public. */
export {
  acceptInvite,
  CreateAgencyInput,
  createAgency,
  describeNumbers,
  type Invitation,
  limitAttempts,
  myAgencies,
  type NumbersOfNetwork,
  type ReadingTimes,
  readInvite,
  ServiceError,
  SignUpInput,
  signUp,
  TimeZone,
} from "@headroom/services";
