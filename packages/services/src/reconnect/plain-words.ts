import { isConnectorError, networkById } from "@headroom/connectors";
import { enterAgency } from "../context/enter-agency.ts";
import { ServiceError } from "../context/errors.ts";
import { tell } from "../notices/tell.ts";
import type { OpenLink } from "./open-link.ts";

interface Asking {
  /** The field that holds a secret, where one was typed. */
  secretField?: string | undefined;
  /** Whether the person said no on the network's own page. */
  isDeclined?: boolean;
}

/**
 * Asks a network on behalf of whoever holds a link. What goes wrong is told her in words that mean something to her; what is
 * the agency's to mend is told to those who look after the client, once for each link and cause.
 */
export const inPlainWords = async <T>(open: OpenLink, asking: Asking, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const trouble = troubleOf(error, asking);
    if (trouble === "agency" || trouble === "not-let-in") await tellStaff(open, error);
    throw new ServiceError(error.code, wordsFor(trouble, open), {
      cause: error,
      ...(trouble === "wrong-key" && asking.secretField !== undefined && { field: asking.secretField }),
    });
  }
};

/** What it comes to for somebody outside. */
type Trouble = "later" | "declined" | "wrong-key" | "not-let-in" | "elsewhere" | "over" | "agency";

const troubleOf = ({ code, cause }: ServiceError, { secretField, isDeclined = false }: Asking): Trouble => {
  if (!isConnectorError(cause)) return troubleHere[code] ?? "agency";
  if (cause.retryable) return "later";
  if (cause.code === "spend-cap") return "agency";
  if (isDeclined) return "declined";
  const isAboutKey = cause.needsReconnect || cause.code === "invalid-input";
  if (secretField !== undefined) return isAboutKey ? "wrong-key" : "agency";
  return isAboutKey ? "not-let-in" : "agency";
};

/** What was refused without asking the network. */
const troubleHere: Readonly<Partial<Record<ServiceError["code"], Trouble>>> = {
  unavailable: "later",
  conflict: "over",
  "not-found": "elsewhere",
};

const wordsFor = (trouble: Trouble, { agency, channel: { network, title } }: OpenLink): string => {
  const at = networkById(network)?.title ?? "The network";
  switch (trouble) {
    case "later":
      return `${at} cannot be asked just now. Try again in a few minutes: the link still works.`;
    case "declined":
      return `${at} was not allowed to share ${title}. Nothing was changed, and the link still works.`;
    case "wrong-key":
      return `${at} did not accept this. Check what you entered, or make a new one.`;
    case "not-let-in":
      return `${at} did not let Headroom in. Go on from the link again. If that does not help, write to ${agency.name}: they were told why.`;
    case "elsewhere":
      return `This sign-in did not lead to ${title}. Go on from the link again, and sign in as ${title}.`;
    case "over":
      return "This took too long, or was answered already. Go on from the link again.";
    case "agency":
      return `${agency.name} has to see to something first, and was told what: write to them. The link still works.`;
  }
};

const tellStaff = ({ entry, client, channel, linkId }: OpenLink, { message, cause }: ServiceError): Promise<void> =>
  enterAgency(entry, (ctx) =>
    tell(ctx, {
      clientId: client.id,
      kind: "channel-held",
      about: `link ${linkId} ${isConnectorError(cause) ? cause.code : "here"}`,
      text: `Somebody wanted to reconnect ${channel.title} of ${client.name} through the link, and could not. ${message}`,
      path: `/clients/${client.id}#channels`,
    }),
  );
