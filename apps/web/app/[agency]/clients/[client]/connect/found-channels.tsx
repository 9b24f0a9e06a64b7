"use client";

import type { ConnectableNetwork, FoundChannel } from "@headroom/api";
import { count } from "@headroom/insights";
import { type FormEvent, useEffect, useRef } from "react";
import { Button } from "../../../../../components/button.tsx";
import { listWords, toldKinds } from "../../../../../components/kind-words.ts";

interface FoundProps {
  network: ConnectableNetwork;
  found: FoundChannel[];
  fromFile: { id: string; title: string }[];
  again: { id: string; title: string; url: string | null; isFileOnly: boolean } | undefined;
  isBusy: boolean;
  onConnect: (choice: { nativeId: string; continues: string | undefined }) => void;
}

/** What is behind the address: one to choose, and whether it continues what a file told. */
export function FoundChannels({ network, found, fromFile, again, isBusy, onConnect }: FoundProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Moves the browser's focus to what has just appeared.
  useEffect(() => heading.current?.focus(), []);
  const choose = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const continues = String(form.get("continues") ?? "");
    onConnect({
      nativeId: String(form.get("nativeId")),
      continues: continues === "" ? undefined : continues,
    });
  };
  const likely = found.find(({ url, title }) => url === again?.url || title === again?.title) ?? found[0];
  const isOther =
    again !== undefined && !again.isFileOnly && likely?.url !== again.url && likely?.title !== again.title;
  return (
    <form onSubmit={choose} className="flex flex-col gap-4 rounded-lg border border-line bg-paper p-4">
      <h2 ref={heading} tabIndex={-1}>
        Found {count(found.length, "channel")}
      </h2>
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">Which channel</legend>
        {found.map((channel) => (
          <ChannelChoice key={channel.nativeId} channel={channel} isChosen={channel === likely} />
        ))}
      </fieldset>
      {isOther && (
        <p className="text-sm text-warn">
          This does not look like {again.title}. Connecting it adds a second channel and leaves the first as it is.
        </p>
      )}
      <ContinueChoice network={network} fromFile={fromFile} preferred={again?.isFileOnly ? again.id : undefined} />
      <Button type="submit" look="main" disabled={isBusy} className="self-start">
        {isBusy ? "Connecting …" : "Connect"}
      </Button>
    </form>
  );
}

function ChannelChoice({ channel, isChosen }: { channel: FoundChannel; isChosen: boolean }) {
  const unknown = toldKinds.filter((kind) => !channel.knows.includes(kind));
  return (
    <label className="flex items-start gap-3 rounded-md border border-line p-3 has-checked:border-accent">
      <input
        type="radio"
        name="nativeId"
        value={channel.nativeId}
        defaultChecked={isChosen}
        required
        className="mt-1 size-4 accent-accent"
      />
      <span className="min-w-0 text-sm">
        <span className="block break-words font-medium text-base">{channel.title}</span>
        <span className="block break-all text-soft">{channel.url}</span>
        <span className="mt-1.5 block">
          <span className="font-medium">Known:</span>{" "}
          {listWords(toldKinds.filter((kind) => channel.knows.includes(kind)))}.
        </span>
        {unknown.length > 0 && (
          <span className="block">
            <span className="font-medium">Unknown, never counted as zero:</span> {listWords(unknown)}.
          </span>
        )}
        {channel.note !== null && <span className="mt-1.5 block text-soft">{channel.note}</span>}
      </span>
    </label>
  );
}

interface ContinueProps {
  network: ConnectableNetwork;
  fromFile: { id: string; title: string }[];
  preferred: string | undefined;
}

function ContinueChoice({ network, fromFile, preferred }: ContinueProps) {
  if (fromFile.length === 0) return null;
  const first = preferred ?? fromFile[0]?.id;
  return (
    <fieldset className="flex flex-col gap-1.5 text-sm">
      <legend className="mb-1 font-medium">This client has a {network.title} history from a file</legend>
      {fromFile.map(({ id, title }) => (
        <label key={id} className="flex items-start gap-2">
          <input
            type="radio"
            name="continues"
            value={id}
            defaultChecked={id === first}
            className="mt-0.5 size-4 accent-accent"
          />
          <span>
            Continue {title}
            <span className="block text-soft">The same account: its posts are recognised and count once.</span>
          </span>
        </label>
      ))}
      <label className="flex items-start gap-2">
        <input type="radio" name="continues" value="" className="mt-0.5 size-4 accent-accent" />
        <span>It is another account</span>
      </label>
    </fieldset>
  );
}
