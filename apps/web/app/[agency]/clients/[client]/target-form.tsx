"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { Field } from "../../../../components/field.tsx";
import { SelectField } from "../../../../components/select-field.tsx";
import { apiOf, type Refusal, refusalOf } from "../../../../trpc/client.ts";
import { TargetPrice } from "./target-price.tsx";

interface FormProps {
  agency: string;
  clientId: string;
  current: { value: number | null; share: number; window: "week" | "month" };
  /** Whether the client has a level of its own. */
  hasOwn: boolean;
}

export function TargetForm({ agency, clientId, current, hasOwn }: FormProps) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [typed, setTyped] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const save = (next: { level: number | null; share?: number; window?: "week" | "month" }) =>
    startSaving(async () => {
      try {
        await apiOf(agency).client.setTarget.mutate({ clientId, ...next });
        setRefusal(null);
        router.refresh();
      } catch (error) {
        setRefusal(refusalOf(error));
      }
    });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save({
      level: Number(form.get("level")),
      share: Number(form.get("share")) / 100,
      window: form.get("window") === "month" ? "month" : "week",
    });
  };
  const problemOf = (field: string) => (refusal?.field === field ? refusal.message : null);
  return (
    <form onSubmit={submit} className="mt-4 flex flex-wrap items-start gap-2 border-line border-t pt-3">
      <div className="w-32">
        <Field
          label="New target"
          name="level"
          type="number"
          inputMode="decimal"
          min={1}
          max={100}
          step="any"
          defaultValue={current.value ?? ""}
          required
          onChange={(event) => setTyped(event.target.valueAsNumber)}
          problem={problemOf("level")}
        />
      </div>
      <div className="w-44">
        <Field
          label="Share of the time, %"
          name="share"
          type="number"
          inputMode="decimal"
          min={1}
          max={100}
          step="any"
          defaultValue={Math.round(current.share * 1_000) / 10}
          required
          problem={problemOf("share")}
        />
      </div>
      <div className="w-28">
        <SelectField label="Of each" name="window" defaultValue={current.window}>
          <option value="week">week</option>
          <option value="month">month</option>
        </SelectField>
      </div>
      <Button type="submit" disabled={isSaving} className="mt-6">
        Set target
      </Button>
      {hasOwn && (
        <Button disabled={isSaving} onClick={() => save({ level: null })} className="mt-6">
          Use the agency’s default
        </Button>
      )}
      <TargetPrice agency={agency} clientId={clientId} level={typed} />
      {refusal !== null && !["level", "share"].includes(refusal.field ?? "") && (
        <p role="alert" className="w-full text-bad text-sm">
          {refusal.message}
        </p>
      )}
    </form>
  );
}
