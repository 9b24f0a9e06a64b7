"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import { SelectField } from "../../../components/select-field.tsx";
import { apiOf, type Refusal, refusalOf } from "../../../trpc/client.ts";

interface FormProps {
  agency: string;
  current: { level: number | null; share: number; window: "week" | "month" };
}

export function DefaultTargetForm({ agency, current }: FormProps) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [said, setSaid] = useState("");
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startSaving(async () => {
      setRefusal(null);
      setSaid("");
      try {
        await apiOf(agency).client.setTarget.mutate({
          level: Number(form.get("level")),
          share: Number(form.get("share")) / 100,
          window: form.get("window") === "month" ? "month" : "week",
        });
        setSaid("Saved. It counts from now on.");
        router.refresh();
      } catch (error) {
        setRefusal(refusalOf(error));
      }
    });
  };
  const problemOf = (field: string) => (refusal?.field === field ? refusal.message : null);
  return (
    <form onSubmit={save} className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-3">
        <Field
          label="Score"
          name="level"
          type="number"
          inputMode="decimal"
          min={1}
          max={100}
          step="any"
          required
          defaultValue={current.level ?? ""}
          problem={problemOf("level")}
        />
        <Field
          label="Share of the time, %"
          name="share"
          type="number"
          inputMode="decimal"
          min={1}
          max={100}
          step="any"
          required
          defaultValue={Math.round(current.share * 1_000) / 10}
          problem={problemOf("share")}
        />
        <SelectField label="Of each" name="window" defaultValue={current.window}>
          <option value="week">week</option>
          <option value="month">month</option>
        </SelectField>
      </div>
      {refusal !== null && !["level", "share"].includes(refusal.field ?? "") && (
        <p role="alert" className="text-bad text-sm">
          {refusal.message}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="main" disabled={isSaving}>
          {isSaving ? "Saving …" : "Set for the agency"}
        </Button>
        <output className="text-soft text-sm">{said}</output>
      </div>
    </form>
  );
}
