import type { PublishableChannel } from "@headroom/api";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { SelectField } from "../../../../../components/select-field.tsx";
import { apiOf, refusalOf } from "../../../../../trpc/client.ts";

interface PlaceProps {
  agency: string;
  clientId: string;
  channel: Pick<PublishableChannel, "id" | "title" | "networkTitle">;
  places: NonNullable<PublishableChannel["places"]>;
}

/** To which board, say, of a channel its posts go. Kept for the channel as soon as it is chosen. */
export function PlaceChoice({ agency, clientId, channel, places }: PlaceProps) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [chosen, setChosen] = useState(places.chosen ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  const change = (placeId: string) =>
    startSaving(async () => {
      setChosen(placeId);
      setProblem(null);
      try {
        await apiOf(agency).plan.choosePlace.mutate({ clientId, channelId: channel.id, placeId });
        router.refresh();
      } catch (error) {
        setChosen(places.chosen ?? "");
        setProblem(refusalOf(error).message);
      }
    });
  return (
    <SelectField
      label={`${places.name} of ${channel.title} on ${channel.networkTitle}`}
      help="Kept for the channel: what is planned already goes there too."
      problem={problem}
      value={chosen}
      disabled={isSaving}
      onChange={({ target }) => change(target.value)}
    >
      {!places.all.some(({ id }) => id === chosen) && (
        <option value={chosen} disabled>
          Choose one
        </option>
      )}
      {places.all.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </SelectField>
  );
}
