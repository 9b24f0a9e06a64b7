import { json, type StandInReply, type StandInRequest } from "./server.ts";

/** As measured on @atproto/pds: an access token lives two hours, a refresh token ninety days and only once. */
const accessMs = 2 * 3_600_000;
const refreshMs = 90 * 86_400_000;

export interface BlueskySessions {
  /** The answer to a sign-in or renewal; undefined for any other method. */
  answer: (method: string, request: StandInRequest, url: string) => StandInReply | undefined;
  /** Undefined for a request that carries a living access token, else the refusal. */
  signedIn: (request: StandInRequest) => StandInReply | undefined;
}

/** Sessions of one account: lexicons com.atproto.server.createSession and refreshSession, read in November 2026. */
export function blueskySessions(account: { now: () => number; did: string; appPassword: string }): BlueskySessions {
  const alive = new Map<string, number>();
  let issued = 0;
  const issue = (kind: "access" | "refresh", livesMs: number): string => {
    issued += 1;
    alive.set(`${kind}-${issued}`, account.now() + livesMs);
    return `${kind}-${issued}`;
  };
  const session = () => ({
    accessJwt: issue("access", accessMs),
    refreshJwt: issue("refresh", refreshMs),
    did: account.did,
    active: true,
  });
  const expired = json({ error: "ExpiredToken", message: "Token has expired" }, { status: 400 });
  const refused = json({ error: "AuthenticationRequired", message: "Invalid identifier or password" }, { status: 401 });
  const bearer = ({ headers }: StandInRequest): string => headers.authorization?.replace("Bearer ", "") ?? "";
  const isAlive = (token: string, kind: string): boolean =>
    token.startsWith(kind) && (alive.get(token) ?? 0) > account.now();

  return {
    answer: (method, request, url) => {
      if (method === "com.atproto.server.createSession") {
        const didDoc = { service: [{ id: "#atproto_pds", type: "AtprotoPersonalDataServer", serviceEndpoint: url }] };
        return JSON.parse(request.body).password === account.appPassword ? json({ ...session(), didDoc }) : refused;
      }
      if (method === "com.atproto.server.refreshSession") {
        if (!isAlive(bearer(request), "refresh")) return expired;
        alive.delete(bearer(request));
        return json(session());
      }
      return bearer(request) === "" || isAlive(bearer(request), "access") ? undefined : expired;
    },
    signedIn: (request) => (isAlive(bearer(request), "access") ? undefined : refused),
  };
}
