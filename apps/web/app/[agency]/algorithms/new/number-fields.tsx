import type { NumberUnit } from "@headroom/insights";
import { Field } from "../../../../components/field.tsx";
import type { Refusal } from "../../../../trpc/client.ts";
import { fieldAt } from "./field-at.ts";

export interface FormNumber {
  field: string;
  label: string;
  unit: NumberUnit;
  group: "weights" | "time" | "reactions" | "more";
  value: number;
}

interface GroupProps {
  /** Empty where a heading stands above already. */
  title: string;
  numbers: readonly FormNumber[];
  refusal: Refusal | null;
}

/** A group of numbers, each with its unit in its label. */
export function NumberFields({ title, numbers, refusal }: GroupProps) {
  return (
    <fieldset className={title === "" ? "mt-3" : "rounded-lg border border-line bg-paper p-4"}>
      <legend className={title === "" ? "sr-only" : "float-left w-full font-semibold"}>
        {title || "More numbers"}
      </legend>
      <div className="clear-both grid gap-3 pt-2 sm:grid-cols-2">
        {numbers.map(({ field, label, unit, value }) => (
          <Field
            key={field}
            label={unit === "" || unit === "likes" ? label : `${label} (${unit})`}
            name={field}
            type="number"
            inputMode="decimal"
            step="any"
            required
            defaultValue={value}
            problem={fieldAt(refusal) === field ? (refusal?.message ?? null) : null}
          />
        ))}
      </div>
    </fieldset>
  );
}
