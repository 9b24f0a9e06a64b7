"use client";

import { useId, useState, useSyncExternalStore } from "react";
import { Field } from "./field.tsx";

interface ZoneFieldProps {
  label?: string;
  name?: string;
  help?: string;
  problem?: string | null | undefined;
  /** Used until the browser has told its own zone. */
  fallback?: string;
  /** Takes precedence over the browser's zone. */
  initial?: string | undefined;
}

/** A time zone, guessed from the browser; typing part of a city's name finds it. */
export function ZoneField({
  label = "Time zone",
  name = "timeZone",
  help,
  problem = null,
  fallback = "UTC",
  initial,
}: ZoneFieldProps) {
  const listId = useId();
  const [typed, setTyped] = useState<string | undefined>(initial);
  // Both are the browser's to tell; the server draws the field without them.
  const guessed = useSyncExternalStore(neverChanges, browserZone, () => fallback);
  const zones = useSyncExternalStore(neverChanges, allZones, () => noZones);
  return (
    <>
      <Field
        label={label}
        name={name}
        list={listId}
        value={typed ?? guessed}
        onChange={({ target }) => setTyped(target.value)}
        required
        autoComplete="off"
        spellCheck={false}
        help={help}
        problem={problem}
      />
      <datalist id={listId}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

const neverChanges = () => () => {};
const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
const noZones: readonly string[] = [];
let known: readonly string[] | undefined;

const allZones = (): readonly string[] => {
  known ??= [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];
  return known;
};
