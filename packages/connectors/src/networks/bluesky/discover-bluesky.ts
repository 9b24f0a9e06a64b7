import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields, ConnectorContext, DiscoveredChannel } from "../../contract/network.ts";
import { httpUrl } from "../../text/http-url.ts";
import { type Profile, profileSchema } from "./bluesky-views.ts";
import { signIn } from "./session.ts";
import { publicAppView, type XrpcClient, xrpcQuery } from "./xrpc.ts";

/** Where accounts of bsky.social sign in; it passes requests on to the server that holds them. */
const signInOrigin = "https://bsky.social";

/** Finds the account behind a handle, a DID or a profile page; signs in when an app password was given. */
export async function discoverBluesky(
  ctx: ConnectorContext,
  fields: ConnectFields,
): Promise<{ channels: DiscoveredChannel[] }> {
  const actor = parseActor(fields.account);
  const typedOrigin = serviceOrigin(fields.service);
  const appPassword = fields.appPassword?.trim() ?? "";
  const base = typedOrigin ?? ctx.baseUrls?.bluesky;
  const signedIn =
    appPassword === "" ? null : await signIn(ctx, { origin: base ?? signInOrigin, identifier: actor, appPassword });
  const { profile, origin: readOrigin } =
    signedIn === null
      ? await publicProfile(ctx, { actor, typedOrigin })
      : { profile: await readProfile(ctx, signedIn, actor), origin: signedIn.origin };
  if (signedIn !== null && signedIn.did !== profile.did) {
    throw invalid(`The app password belongs to another account than ${profile.handle}.`);
  }
  const avatarUrl = httpUrl(profile.avatar);
  return {
    channels: [
      {
        nativeId: profile.did,
        title: profile.displayName || profile.handle,
        url: `https://bsky.app/profile/${profile.handle}`,
        ...(avatarUrl === null ? {} : { avatarUrl }),
        config: { did: profile.did, origin: readOrigin },
        knows:
          signedIn === null
            ? ["post", "linkPost", "like", "reshare", "comment", "save"]
            : ["post", "linkPost", "like", "reshare", "comment", "save", "mention"],
        ...(signedIn === null ? { note: "Mentions and publishing need an app password." } : {}),
      },
    ],
  };
}

const readProfile = (ctx: ConnectorContext, client: XrpcClient, actor: string): Promise<Profile> =>
  xrpcQuery(ctx, client, { method: "app.bsky.actor.getProfile", query: { actor }, schema: profileSchema });

interface PublicProfile {
  actor: string;
  /** May be an AppView as well as a personal server. */
  typedOrigin: string | undefined;
}

/** A personal server has views for those alone who signed in there; what is public of its accounts the AppView shows. */
async function publicProfile(
  ctx: ConnectorContext,
  { actor, typedOrigin }: PublicProfile,
): Promise<{ profile: Profile; origin: string }> {
  const read = async (origin: string) => ({
    profile: await readProfile(ctx, { origin, session: null }, actor),
    origin,
  });
  const appView = ctx.baseUrls?.bluesky ?? publicAppView;
  if (typedOrigin === undefined) return read(appView);
  return read(typedOrigin).catch(async (error: unknown) => {
    if (!isConnectorError(error) || error.code !== "unauthorized") throw error;
    return read(appView).catch((unseen: unknown) => {
      if (!isConnectorError(unseen) || unseen.code !== "not-found") throw unseen;
      throw invalid(`${new URL(typedOrigin).host} tells nothing without signing in. Enter an app password.`);
    });
  });
}

const invalid = (message: string): ConnectorError =>
  new ConnectorError({ networkId: "bluesky", code: "invalid-input", message });

/** A DID or handle, out of whatever was typed or pasted. */
export function parseActor(typed: string | undefined): string {
  const text = (typed ?? "").trim().replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
  const actor = (/^https?:\/\/[^/]+\/profile\/([^/?#]+)/i.exec(text)?.[1] ?? text).replace(/^@/, "");
  const isDid = /^did:(?:plc:[a-z2-7]{1,64}|web:[\w.:%-]{1,253})$/.test(actor);
  const isHandle =
    actor.length <= 253 && /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(actor);
  if (isDid) return actor;
  if (isHandle) return actor.toLowerCase();
  throw invalid("Enter the handle, such as name.bsky.social, the DID, or the address of the profile page.");
}

function serviceOrigin(typed: string | undefined): string | undefined {
  const text = typed?.trim() ?? "";
  if (text === "") return undefined;
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null) throw invalid("Enter the server's address, such as https://bsky.social, or leave it empty.");
  return url.origin;
}
