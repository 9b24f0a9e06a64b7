import { z } from "zod";
import type { InboundKind, ObservationRecord, PostRecord } from "../contract/records.ts";
import { tolerantCount } from "../http/tolerant.ts";
import { excerpt } from "../text/plain-text.ts";
import { stableId } from "../text/stable-id.ts";
import type { ArchiveOptions, ArchiveSource } from "./archive.ts";
import { ArchiveError } from "./archive-error.ts";
import { type ArchivePart, type ArchiveReader, inBatches } from "./archive-part.ts";
import { type ArchiveEntry, archiveEntries } from "./entries.ts";
import { jsonItems } from "./json-items.ts";

/** The fields of `data/tweets.js` as its own README.txt in the archive names them; archives of 2019 to 2026. */
const tweetSchema = z.object({
  tweet: z.object({
    id_str: z.string(),
    created_at: z.string(),
    full_text: z.string().nullish(),
    in_reply_to_user_id_str: z.string().nullish(),
    favorite_count: tolerantCount,
    retweet_count: tolerantCount,
    entities: z.object({ urls: z.array(z.object({ expanded_url: z.string().nullish() })).nullish() }).nullish(),
  }),
});
type Tweet = z.infer<typeof tweetSchema>["tweet"];

const accountSchema = z.object({
  account: z.object({
    accountId: z.string(),
    username: z.string().nullish(),
    accountDisplayName: z.string().nullish(),
  }),
});

interface Owner {
  id: string | null;
  name: string | null;
}

/** `tweets.js`, `tweet.js` (before 2022) and further parts of either. */
const tweetsFile = /(?:^|\/)tweets?(?:-part\d+)?\.js$/;
const accountFile = /(?:^|\/)account\.js$/;

/** Reads an X archive: the zip, or `tweets.js` by itself. */
export const readX: ArchiveReader = (file, options) => inBatches(parts(file, options));

async function* parts(file: ArchiveSource, options: ArchiveOptions): AsyncGenerator<Partial<ArchivePart>> {
  const wanted = (name: string): number | null => (accountFile.test(name) ? 0 : tweetsFile.test(name) ? 1 : null);
  let owner: Owner = { id: null, name: null };
  let found = false;
  for await (const entry of archiveEntries(file, wanted)) {
    const place = entry.name === file.name ? file.name : `${file.name}: ${entry.name}`;
    const items = jsonItems({ file: place, bytes: entry.bytes, assignment: true });
    if (accountFile.test(entry.name)) {
      for await (const { value } of items) {
        const account = accountSchema.safeParse(value).data?.account;
        if (account === undefined) continue;
        owner = { id: account.accountId, name: account.username ?? null };
        yield ownerPart(account);
      }
      continue;
    }
    found = true;
    for await (const { value, line } of items) {
      const parsed = tweetSchema.safeParse(value);
      if (!parsed.success) throw new ArchiveError({ file: place, line, reason: "this entry is no post" });
      yield readTweet(parsed.data.tweet, { place, line, owner, observedAt: observedAt(entry, options) });
    }
  }
  if (!found) throw new ArchiveError({ file: file.name, reason: "there is no data/tweets.js in it" });
}

const ownerPart = ({
  username,
  accountDisplayName,
}: z.infer<typeof accountSchema>["account"]): Partial<ArchivePart> => ({
  ...(username == null ? {} : { owner: `@${username}` }),
  ...(accountDisplayName == null ? {} : { title: accountDisplayName }),
});

/** The counts are those of the day on which X wrote the file. Zip times have no zone, hence the day's leeway. */
const observedAt = ({ modifiedAt }: ArchiveEntry, { now }: ArchiveOptions): number =>
  Math.min(modifiedAt ?? now(), now());

interface TweetInput {
  place: string;
  line: number;
  owner: Owner;
  /** Epoch milliseconds. */
  observedAt: number;
}

function readTweet(tweet: Tweet, { place, line, owner, observedAt }: TweetInput): Partial<ArchivePart> {
  const text = tweet.full_text ?? "";
  const repliesTo = tweet.in_reply_to_user_id_str;
  // The archive marks a retweet only by how its text begins.
  if (text.startsWith("RT @") || (repliesTo != null && repliesTo !== owner.id)) return {};
  const at = Date.parse(tweet.created_at);
  if (Number.isNaN(at)) throw new ArchiveError({ file: place, line, reason: "this post has no readable date" });
  const post: PostRecord = {
    nativeId: stableId(tweet.id_str),
    at: Math.min(at, observedAt),
    url: `https://x.com/${owner.name ?? "i/web"}/status/${tweet.id_str}`,
    text: excerpt(text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")),
    carriesLink: (tweet.entities?.urls ?? []).some(({ expanded_url }) => isOutside(expanded_url ?? "")),
  };
  const counted = (kind: InboundKind, total: number | null | undefined): ObservationRecord[] =>
    total == null ? [] : [{ postNativeId: post.nativeId, kind, observedAt, total }];
  return {
    posts: [post],
    observations: [...counted("like", tweet.favorite_count), ...counted("reshare", tweet.retweet_count)],
  };
}

function isOutside(link: string): boolean {
  const host = URL.parse(link)?.hostname.replace(/^(?:www|mobile)\./, "");
  return host !== undefined && host !== "twitter.com" && host !== "x.com";
}
