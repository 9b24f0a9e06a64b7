import type { PostGain } from "@headroom/api";
import { type Clock, change, instantLabel } from "@headroom/insights";

const kinds: Readonly<Record<string, [one: string, many: string]>> = {
  view: ["view", "views"],
  like: ["like", "likes"],
  click: ["click", "clicks"],
  save: ["save", "saves"],
  reshare: ["reshare", "reshares"],
  mention: ["mention", "mentions"],
  comment: ["comment", "comments"],
};

/** More than this makes no better list. */
const most = 25;

/** Posts and what each brought, most points first. */
export function PostTable({ posts, words, clock }: { posts: PostGain[]; words: string; clock: Clock }) {
  return (
    <section aria-labelledby="posts" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="posts">Posts and what they brought {words}</h2>
      {posts.length === 0 ? (
        <p className="mt-2 text-soft">Nothing came in.</p>
      ) : (
        <ul className="mt-2 divide-y divide-line">
          {posts.slice(0, most).map((post) => (
            <li key={`${post.channelId} ${post.nativeId}`} className="grid grid-cols-[1fr_auto] gap-x-4 py-2 text-sm">
              <p className="min-w-0 truncate">
                {post.url === null ? (
                  post.text || "(no text)"
                ) : (
                  <a href={post.url} className="hover:underline">
                    {post.text || "(no text)"}
                  </a>
                )}
              </p>
              <p className="number text-right font-semibold">{change(post.points)}</p>
              <p className="col-span-2 text-soft">
                {post.channelTitle} · {instantLabel(post.at, clock)}
                {post.carriesLink && " · link"} · {reactionsText(post.reactions)}
              </p>
            </li>
          ))}
        </ul>
      )}
      {posts.length > most && (
        <p className="mt-2 text-soft text-sm">and {posts.length - most} more that brought less</p>
      )}
    </section>
  );
}

const reactionsText = (reactions: PostGain["reactions"]): string => {
  const parts = Object.entries(reactions)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, n]) => `${n.toLocaleString("en-GB")} ${kinds[kind]?.[n === 1 ? 0 : 1] ?? kind}`);
  return parts.length === 0 ? "no reactions" : parts.join(", ");
};
