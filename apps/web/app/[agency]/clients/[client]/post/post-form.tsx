"use client";

import type { PublishableChannel } from "@headroom/api";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../../../components/button.tsx";
import { Field } from "../../../../../components/field.tsx";
import { apiOf, type Refusal, refusalOf } from "../../../../../trpc/client.ts";
import { ChannelChoice } from "./channel-choice.tsx";
import { asPieces, type DraftPiece, emptyPiece, isBlank } from "./draft-model.ts";
import { PieceEditor } from "./piece-editor.tsx";
import { PlaceChoice } from "./place-choice.tsx";
import { useVerdicts } from "./use-verdicts.ts";
import { Verdicts } from "./verdicts.tsx";
import { WhenChoice } from "./when-choice.tsx";

interface FormProps {
  agency: string;
  clientId: string;
  channels: PublishableChannel[];
  /** The channel the person came for. */
  chosen: string | null;
  zone: string;
  /** What the client's clocks show now. */
  earliest: string;
}

export function PostForm({ agency, clientId, channels, chosen, zone, earliest }: FormProps) {
  const router = useRouter();
  const [channelIds, setChannelIds] = useState(() => firstChoice(channels, chosen));
  const [title, setTitle] = useState("");
  const [pieces, setPieces] = useState<DraftPiece[]>(() => [emptyPiece()]);
  const [at, setAt] = useState<string | null>(null);
  const [refused, setRefused] = useState<{ asWritten: string; refusal: Refusal } | null>(null);
  const [isSending, startSending] = useTransition();
  const draft = { clientId, channelIds, title, pieces: asPieces(pieces) };
  const asWritten = JSON.stringify({ ...draft, at });
  const verdicts = useVerdicts(agency, draft);

  const picked = channels.filter(({ id }) => channelIds.includes(id));
  const hasTitle = picked.some(({ rules }) => rules?.title !== undefined);
  const needsTitle = picked.some(({ rules }) => rules?.title?.required === true);
  const canThread = picked.length > 0 && picked.every(({ rules }) => rules?.thread === true);
  const change = (key: string, part: Partial<DraftPiece>) =>
    setPieces((all) => all.map((piece) => (piece.key === key ? { ...piece, ...part } : piece)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    startSending(async () => {
      try {
        await apiOf(agency).plan.schedule.mutate({ ...draft, at });
        router.push(`/${agency}/clients/${clientId}#plan`);
        router.refresh();
      } catch (error) {
        setRefused({ asWritten, refusal: refusalOf(error) });
      }
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4 rounded-lg border border-line bg-paper p-4">
      <ChannelChoice channels={channels} chosen={channelIds} onChange={setChannelIds} />
      {picked.map(
        (channel) =>
          channel.places !== null && (
            <PlaceChoice
              key={channel.id}
              agency={agency}
              clientId={clientId}
              channel={channel}
              places={channel.places}
            />
          ),
      )}
      {hasTitle && (
        <Field
          label={needsTitle ? "Title" : "Title (optional)"}
          value={title}
          maxLength={300}
          onChange={(event) => setTitle(event.target.value)}
        />
      )}
      {pieces.map((piece, position) => (
        <PieceEditor
          key={piece.key}
          agency={agency}
          clientId={clientId}
          piece={piece}
          name={pieces.length > 1 ? `Piece ${position + 1}` : "Text"}
          onChange={(part) => change(piece.key, part)}
          onRemove={pieces.length > 1 ? () => setPieces((all) => all.filter(({ key }) => key !== piece.key)) : null}
        />
      ))}
      {canThread && pieces.length < 25 && (
        <Button type="button" className="self-start" onClick={() => setPieces((all) => [...all, emptyPiece()])}>
          Add a piece to the thread
        </Button>
      )}
      <Verdicts
        channels={picked}
        verdicts={verdicts}
        pieces={pieces.length}
        isBlank={title === "" && pieces.every(isBlank)}
      />
      <WhenChoice zone={zone} earliest={earliest} at={at} onChange={setAt} />
      {/* A refusal is about the post as it was then. */}
      {refused !== null && refused.asWritten === asWritten && (
        <p role="alert" className="text-bad text-sm">
          {refused.refusal.message}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="main" disabled={isSending || channelIds.length === 0}>
          {at === null ? "Send now" : "Send at this time"}
        </Button>
        <p className="text-soft text-sm">
          {channelIds.length === 0 ? "Choose a channel first." : "It counts for the score once the network shows it."}
        </p>
      </div>
    </form>
  );
}

const firstChoice = (channels: readonly PublishableChannel[], chosen: string | null): string[] => {
  const wanted = channels.filter(({ id }) => id === chosen);
  return (wanted.length > 0 ? wanted : channels.slice(0, 1)).map(({ id }) => id);
};
