/** Only paths of our own: a link may not send people elsewhere. */
export const sameSitePath = (target: unknown): string =>
  typeof target === "string" && /^\/(?![/\\])/.test(target) ? target : "/";
