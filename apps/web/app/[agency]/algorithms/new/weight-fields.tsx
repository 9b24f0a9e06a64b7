"use client";

import { useState } from "react";
import { Field } from "../../../../components/field.tsx";
import type { Refusal } from "../../../../trpc/client.ts";
import type { FormNumber } from "./number-fields.tsx";

/** How the points are shared out among the components, with their sum as one types. */
export function WeightFields({ numbers, refusal }: { numbers: readonly FormNumber[]; refusal: Refusal | null }) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const sum = numbers.reduce((total, { field, value }) => total + Number(typed[field] ?? value), 0);
  const isWhole = Math.abs(sum - 100) < 1e-6;
  return (
    <fieldset className="rounded-lg border border-line bg-paper p-4">
      <legend className="float-left w-full font-semibold">How the points are shared out</legend>
      <p className="clear-both pt-1 text-soft text-sm">
        The share of the 99 points that each component can make. Together 100 %; 0 leaves a component out.
      </p>
      <div className="mt-2 grid grid-cols-2 gap-3 sm:grid-cols-3">
        {numbers.map(({ field, label, value }) => (
          <Field
            key={field}
            label={`${label}, %`}
            name={field}
            type="number"
            inputMode="decimal"
            step="any"
            required
            defaultValue={value}
            onChange={({ target }) => setTyped({ ...typed, [field]: target.value })}
            problem={refusal?.field === field ? refusal.message : null}
          />
        ))}
      </div>
      <output className={`number mt-3 block font-medium ${isWhole ? "text-good" : "text-bad"}`}>
        {isWhole
          ? "Sum: 100 %, as it has to be"
          : `Sum: ${Number(sum.toFixed(3)).toLocaleString("en-GB")} %, ${sum > 100 ? "too much" : "too little"} by ${Number(Math.abs(sum - 100).toFixed(3)).toLocaleString("en-GB")}`}
      </output>
      {refusal?.field === "weights" && (
        <p role="alert" className="text-bad text-sm">
          {refusal.message}
        </p>
      )}
    </fieldset>
  );
}
