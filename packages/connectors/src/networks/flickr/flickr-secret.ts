import { z } from "zod";
import { ConnectorError } from "../../contract/connector-error.ts";

/** What a grant of Flickr is, as it lies sealed in a connection. It never ends by itself. */
const secretSchema = z.object({
  token: z.string().min(1),
  secret: z.string().min(1),
  /** The account that granted it: Flickr's NSID, such as `12037949754@N01`. */
  nsid: z.string().min(1),
});
export type FlickrSecret = z.infer<typeof secretSchema>;

export const writeSecret = (secret: FlickrSecret): string => JSON.stringify(secretSchema.parse(secret));

/** Throws ConnectorError "unauthorized" where there is none, or none that can be read. */
export function readSecret(secret: string | undefined): FlickrSecret {
  try {
    return secretSchema.parse(JSON.parse(secret ?? ""));
  } catch (cause) {
    const message = "There is no sign-in that can be read. Connect the channel again.";
    throw new ConnectorError({ networkId: "flickr", code: "unauthorized", message, cause });
  }
}
