import type { ConnectableNetwork } from "@headroom/api";
import Link from "next/link";
import { buttonLook } from "../../../../../components/button.tsx";
import { listWords, toldKinds } from "../../../../../components/kind-words.ts";
import { capabilityWords } from "./capability-words.ts";

/** One card for each network: what it tells, what it does not, and why not. */
export function NetworkCards({ base, networks }: { base: string; networks: ConnectableNetwork[] }) {
  return (
    <>
      <ul className="grid items-start gap-3 sm:grid-cols-2">
        {networks.map((network) => (
          <NetworkCard key={network.id} base={base} network={network} />
        ))}
      </ul>
      <p className="mt-5 text-soft text-sm">
        Many blogs?{" "}
        <Link href={`${base}/list`} className="text-accent underline underline-offset-2">
          Connect a list of blogs
        </Link>{" "}
        that a feed reader exported.
      </p>
      <p className="mt-2 text-soft text-sm">
        Another network, or years before the connection?{" "}
        <Link href={base.replace(/connect$/, "import")} className="text-accent underline underline-offset-2">
          Import a file
        </Link>{" "}
        instead: archives of X, Mastodon, Bluesky and WordPress, or a table of your own.
      </p>
    </>
  );
}

function NetworkCard({ base, network }: { base: string; network: ConnectableNetwork }) {
  const untold = toldKinds.filter((kind) => !network.knows.includes(kind));
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-line bg-paper p-4">
      <h2>{network.title}</h2>
      <p className="text-sm">
        <span className="font-medium">Tells</span> {listWords(toldKinds.filter((kind) => network.knows.includes(kind)))}
        {network.capabilities.followers.available ? ", and how many followers there are." : "."}
      </p>
      {untold.length > 0 && (
        <p className="text-sm">
          <span className="font-medium">Does not tell</span> {listWords(untold)}
          {network.capabilities.followers.available ? "" : ", nor followers"}.{" "}
          <span className="text-soft">These stay unknown and are never counted as zero.</span>
        </p>
      )}
      <details className="text-sm">
        <summary className="cursor-pointer text-accent">Everything it can and cannot do</summary>
        <CapabilityList network={network} />
        <p className="mt-2">
          <Link
            href={`/how-the-score-works/networks/${network.id}`}
            className="text-accent underline underline-offset-2"
          >
            Where the numbers of {network.title} come from
          </Link>
        </p>
      </details>
      <Link href={`${base}?network=${network.id}`} className={`${buttonLook("main")} mt-auto self-start`}>
        Connect {network.title}
      </Link>
    </li>
  );
}

function CapabilityList({ network }: { network: ConnectableNetwork }) {
  return (
    <ul className="mt-2 flex flex-col gap-1.5">
      {capabilityWords(network.capabilities).map(({ name, words, available, detail }) => (
        <li key={name} className="flex gap-2">
          <span aria-hidden="true" className={`w-4 shrink-0 text-center ${available ? "text-good" : "text-mute"}`}>
            {available ? "✓" : "–"}
          </span>
          <span>
            <span className="sr-only">{available ? "Yes: " : "No: "}</span>
            {words}.{detail !== null && <span className="text-soft"> {detail}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
