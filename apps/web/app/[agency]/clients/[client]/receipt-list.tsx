import { type ChannelBranch, change, type KindBranch, type ReceiptTree } from "@headroom/insights";

const row = "flex items-baseline justify-between gap-3 py-1.5";
const inner = "border-line border-l pl-3";

/** The ledger, opening down from channel to kind to post, and from component to channel. */
export function ReceiptList({ tree }: { tree: ReceiptTree }) {
  return (
    <div className="mt-4 grid gap-4 text-sm">
      {tree.channels.length > 0 && (
        <div>
          <h3>What came in</h3>
          {tree.channels.map((channel) => (
            <ChannelGains key={channel.id} channel={channel} />
          ))}
        </div>
      )}
      {tree.losses.length > 0 && (
        <div>
          <h3>What time took</h3>
          {tree.losses.map((loss) => (
            <details key={loss.id}>
              <Summary title={loss.title} points={loss.points} />
              <ul className={inner}>
                {loss.leaves.map((leaf) => (
                  <li key={leaf.title} className={row}>
                    <span className="[overflow-wrap:anywhere]">{leaf.title}</span>
                    <span className="number">{change(leaf.points)}</span>
                  </li>
                ))}
              </ul>
            </details>
          ))}
        </div>
      )}
    </div>
  );
}

function ChannelGains({ channel }: { channel: ChannelBranch }) {
  return (
    <details>
      <Summary title={channel.title} points={channel.points} />
      <div className={inner}>
        {channel.kinds.map((kind) =>
          kind.posts.length === 0 ? (
            <p key={kind.id} className={row}>
              <span>{kind.title}</span>
              <span className="number">{change(kind.points)}</span>
            </p>
          ) : (
            <KindGains key={kind.id} kind={kind} />
          ),
        )}
      </div>
    </details>
  );
}

function KindGains({ kind }: { kind: KindBranch }) {
  return (
    <details>
      <Summary title={kind.title} points={kind.points} />
      <ul className={inner}>
        {kind.posts.map((post) => (
          <li key={post.id} className={row}>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {post.url === null ? (
                post.title
              ) : (
                <a href={post.url} className="underline-offset-2 hover:underline">
                  {post.title}
                </a>
              )}
            </span>
            <span className="number">{change(post.points)}</span>
          </li>
        ))}
        {kind.more !== null && <li className="py-1.5 text-soft">{kind.more}</li>}
      </ul>
    </details>
  );
}

function Summary({ title, points }: { title: string; points: number }) {
  return (
    <summary className="cursor-pointer py-1.5">
      <span className="inline-flex w-[calc(100%-1.5rem)] items-baseline justify-between gap-3 align-top">
        <span className="min-w-0 [overflow-wrap:anywhere]">{title}</span>
        <span className="number font-medium">{change(points)}</span>
      </span>
    </summary>
  );
}
