import { signInOrigin } from "../../http/base-url.ts";
import type { OAuth2 } from "../../http/oauth2.ts";

/**
 * OAuth 2 (learn.microsoft.com/linkedin/shared/authentication, authorization-code-flow and programmatic-refresh-tokens, read
 * in November 2026): access tokens live 60 days; refresh tokens 365 days from the sign-in, whatever is renewed, and only
 * approved apps get them. PKCE is for native apps with a permission of their own: from others LinkedIn refuses it.
 */
export const linkedinSignIn: OAuth2 = {
  networkId: "linkedin",
  title: "LinkedIn",
  app: {
    registerAt: "https://www.linkedin.com/developers/apps",
    idLabel: "Client ID",
    secretLabel: "Primary client secret",
    help:
      "Ask for the product Community Management API, which LinkedIn reviews. " +
      "Without its refresh tokens each sign-in ends after 60 days.",
  },
  scopes: ["r_organization_social", "w_organization_social", "rw_organization_admin"],
  wider:
    "LinkedIn tells a page’s statistics only to whoever could manage the page too; nothing but posts is ever written.",
  challenge: "none",
  authorizeUrl: (ctx) =>
    new URL("/oauth/v2/authorization", signInOrigin(ctx, "linkedin", "https://www.linkedin.com")).href,
  tokenUrl: (ctx) => new URL("/oauth/v2/accessToken", signInOrigin(ctx, "linkedin", "https://www.linkedin.com")).href,
  clientAuth: "post",
};
