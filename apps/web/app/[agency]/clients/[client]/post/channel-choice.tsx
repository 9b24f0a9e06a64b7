import type { PublishableChannel } from "@headroom/api";

interface ChoiceProps {
  channels: PublishableChannel[];
  chosen: readonly string[];
  onChange: (channelIds: string[]) => void;
}

/** On which channels a post goes out. */
export function ChannelChoice({ channels, chosen, onChange }: ChoiceProps) {
  const toggle = (id: string, isOn: boolean) =>
    onChange(isOn ? [...chosen, id] : chosen.filter((channelId) => channelId !== id));
  return (
    <fieldset>
      <legend className="font-medium text-sm">Where</legend>
      <ul className="mt-1 grid gap-x-4 sm:grid-cols-2">
        {channels.map(({ id, title, networkTitle }) => (
          <li key={id}>
            <label className="flex min-h-9 items-center gap-2 text-sm">
              <input
                type="checkbox"
                className="size-4 shrink-0"
                checked={chosen.includes(id)}
                onChange={(event) => toggle(id, event.target.checked)}
              />
              <span className="min-w-0 break-words">
                {title} <span className="text-soft">on {networkTitle}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
