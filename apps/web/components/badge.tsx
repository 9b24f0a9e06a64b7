import type { burnLook, statusLook } from "@headroom/insights";

type Look = (typeof statusLook)[keyof typeof statusLook] | (typeof burnLook)[keyof typeof burnLook];

const tones = { bad: "text-bad", warn: "text-warn", mute: "text-mute", good: "text-good" } as const;

/** A state as shape, word and colour: never colour alone. */
export function Badge({ look: { word, shape, tone } }: { look: Look }) {
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap font-medium text-sm ${tones[tone]}`}>
      <svg viewBox="0 0 12 12" className="size-3 shrink-0" aria-hidden="true">
        {drawings[shape]}
      </svg>
      {word}
    </span>
  );
}

const drawings: Readonly<Record<Look["shape"], React.ReactNode>> = {
  "triangle-down": <path d="M0.5 1.5h11L6 11z" fill="currentColor" />,
  diamond: <path d="M6 0.5 11.5 6 6 11.5 0.5 6z" fill="currentColor" />,
  disc: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  ring: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  hatch: (
    <>
      <rect x="1" y="1" width="10" height="10" fill="none" stroke="currentColor" strokeWidth="1.25" />
      <path d="M1 7 7 1M1 11 11 1M5 11l6-6" stroke="currentColor" strokeWidth="1.25" />
    </>
  ),
};
