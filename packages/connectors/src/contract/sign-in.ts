import type { ConnectorContext } from "./network.ts";

/** What a network gave an agency (or the operator of this instance) for its app. `id` is not secret. */
export interface AppCredentials {
  readonly id: string;
  readonly secret: string;
  /** What push needs besides, where a network wants more (`Push.setUp` says what); absent where nobody entered it. */
  readonly pushKey?: string;
}

/** How the two parts of `AppCredentials` are called where the person finds them. */
export interface AppForm {
  readonly registerAt: string;
  readonly idLabel: string;
  readonly secretLabel: string;
  /** What has to be set there besides the redirect address. */
  readonly help: string;
}

/** One person's sign-in on its way. */
export interface SignInAttempt {
  readonly app: AppCredentials;
  /** Where the network sends the person back; registered with the app, letter by letter. */
  readonly redirectUri: string;
  /** Unguessable, comes back unchanged: proves that the answer belongs to this attempt. */
  readonly state: string;
}

/** What a sign-in gave. `secret` goes to `pull` and `discover` as it is. */
export interface Grant {
  readonly secret: string;
  /** When a person has to sign in again at the latest, epoch milliseconds; null where renewals keep it alive. */
  readonly expiresAt: number | null;
}

/** Sign-in on the network's own page. Throws ConnectorError. */
export interface SignIn {
  readonly app: AppForm;
  /** The least that works, as the network calls it. */
  readonly scopes: readonly string[];
  /** Where they allow more than is done with them: why, in a sentence for the person who signs in. */
  readonly wider?: string;
  /** Where to send the person, and what to keep sealed until the answer comes. */
  readonly start: (ctx: ConnectorContext, attempt: SignInAttempt) => Promise<{ url: string; keep: string }>;
  /** Turns the answer's parameters into a grant. */
  readonly finish: (
    ctx: ConnectorContext,
    answer: SignInAttempt & { keep: string; params: URLSearchParams },
  ) => Promise<Grant>;
  /** Asks the network whether it knows the app; words for a person where it does not. */
  readonly testApp?: (ctx: ConnectorContext, app: AppCredentials) => Promise<AppVerdict>;
}

export type AppVerdict = { readonly accepted: true } | { readonly accepted: false; readonly reason: string };
