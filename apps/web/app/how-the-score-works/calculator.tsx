"use client";

import { points } from "@headroom/insights";
import { classic1, steady1 } from "@headroom/scoring";
import { useMemo, useState } from "react";
import { FallChart } from "./fall-chart.tsx";
import { type Habits, presets } from "./habits.ts";
import { ScoreCard } from "./score-card.tsx";
import { fallModel, scoreModel } from "./score-model.ts";
import { Slider } from "./slider.tsx";
import { countText, perDayText, postsText, scales, shareText, silenceText } from "./slider-scale.ts";

/** The formula itself, running in this page: move a slider and read the score. */
export function Calculator() {
  const [habits, setHabits] = useState<Habits>(presets[0].habits);
  const [silentHours, setSilentHours] = useState(0);
  const steady = useMemo(() => scoreModel(steady1, habits, silentHours), [habits, silentHours]);
  const classic = useMemo(() => scoreModel(classic1, habits, silentHours), [habits, silentHours]);
  const falls = useMemo(() => ({ steady: fallModel(steady1, habits), classic: fallModel(classic1, habits) }), [habits]);
  return (
    <div className="grid gap-4 lg:grid-cols-[20rem_1fr]">
      <p
        aria-hidden="true"
        className="number sticky top-0 z-10 -mx-4 flex justify-center gap-6 border-line border-b bg-ground px-4 py-2 lg:hidden"
      >
        <span>
          {steady1.title} <strong>{points(steady.printed)}</strong>
        </span>
        <span>
          {classic1.title} <strong>{points(classic.printed)}</strong>
        </span>
      </p>
      <form
        aria-label="Habits"
        onSubmit={(event) => event.preventDefault()}
        className="flex flex-col gap-3.5 self-start rounded-lg border border-line bg-paper p-4 lg:sticky lg:top-4"
      >
        <PresetButtons habits={habits} onChoose={setHabits} />
        <HabitSliders habits={habits} onChange={(change) => setHabits((before) => ({ ...before, ...change }))} />
        <hr className="border-line" />
        <Slider
          label="Silent for"
          scale={scales.silentHours}
          value={silentHours}
          text={silenceText}
          onChange={setSilentHours}
        />
      </form>
      <div className="flex min-w-0 flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <ScoreCard title={steady1.title} remark="The default: calm" model={steady} />
          <ScoreCard title={classic1.title} remark="The old way: restless" model={classic} />
        </div>
        <FallChart steady={falls.steady} classic={falls.classic} silentHours={silentHours} />
      </div>
    </div>
  );
}

function PresetButtons({ habits, onChoose }: { habits: Habits; onChoose: (habits: Habits) => void }) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">Start with</legend>
      <div className="flex flex-wrap gap-1.5">
        {presets.map((preset) => {
          const isChosen = preset.habits === habits;
          return (
            <button
              key={preset.title}
              type="button"
              aria-pressed={isChosen}
              onClick={() => onChoose(preset.habits)}
              className={`min-h-8 rounded-full border px-3 text-sm ${isChosen ? "border-accent bg-accent text-on-accent" : "border-line hover:bg-raised"}`}
            >
              {preset.title}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}

function HabitSliders({ habits, onChange }: { habits: Habits; onChange: (change: Partial<Habits>) => void }) {
  const slider = (key: keyof Habits, label: string, text: (value: number) => string) => (
    <Slider
      label={label}
      scale={scales[key]}
      value={habits[key]}
      text={text}
      onChange={(value) => onChange({ [key]: value })}
    />
  );
  return (
    <>
      {slider("channels", "Channels", countText)}
      {slider("postsPerDay", "Posts", postsText)}
      {slider("linkShare", "Posts with a link", shareText)}
      {slider("likesPerDay", "Likes", perDayText)}
      {slider("commentsPerDay", "Comments", perDayText)}
      {slider("resharesPerDay", "Reshares", perDayText)}
      {slider("followers", "Followers", countText)}
    </>
  );
}
