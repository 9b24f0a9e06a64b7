import { ConnectorError } from "../../contract/connector-error.ts";

export interface AccountAddress {
  /** Origin of the server to ask. */
  origin: string;
  /** Name as that server knows it: without a host for its own accounts. */
  name: string;
  /** Host of a handle, whose server may answer for it elsewhere; null for a profile page. */
  handleHost: string | null;
}

/** Reads a handle (@name@host, acct:name@host) or the address of a profile page (/@name, /users/name, /@name@other). */
export function parseAccount(typed: string | undefined): AccountAddress {
  const text = typed?.trim() ?? "";
  const address = /^https?:\/\//i.test(text) ? fromPage(text) : fromHandle(text);
  if (address !== null) return address;
  throw new ConnectorError({
    networkId: "mastodon",
    code: "invalid-input",
    message: "Enter the full handle, such as @name@server.example, or the address of the profile page.",
  });
}

function fromPage(text: string): AccountAddress | null {
  const url = URL.parse(text);
  const name = /^\/(?:@|users\/|web\/@|accounts\/@)([\w.-]+(?:@[\w.-]+)?)\/?$/.exec(url?.pathname ?? "")?.[1];
  return url === null || name === undefined ? null : { origin: url.origin, name, handleHost: null };
}

function fromHandle(text: string): AccountAddress | null {
  const parts = /^(?:acct:)?@?([\w.-]+)@([\w.-]+(?::\d+)?)$/i.exec(text);
  const url = URL.parse(`https://${parts?.[2] ?? ""}`);
  if (url === null || parts?.[1] === undefined || parts[2] === undefined) return null;
  return { origin: url.origin, name: parts[1], handleHost: url.host };
}
