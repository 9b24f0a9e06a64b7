"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { Field } from "../../../../components/field.tsx";
import { SelectField } from "../../../../components/select-field.tsx";
import { apiOf, type Refusal, refusalOf } from "../../../../trpc/client.ts";

interface FormProps {
  agency: string;
  clientId: string;
  channels: { id: string; title: string }[];
  zone: string;
  /** What the client's clocks show now. */
  earliest: string;
}

const fields = ["at", "channelId", "note"];

export function PlanForm({ agency, clientId, channels, zone, earliest }: FormProps) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    const text = (name: string) => String(typed.get(name) ?? "");
    startSaving(async () => {
      try {
        await apiOf(agency).plan.add.mutate({
          clientId,
          channelId: text("channelId"),
          at: text("at"),
          carriesLink: typed.get("carriesLink") === "on",
          note: text("note"),
        });
        setRefusal(null);
        form.reset();
        router.refresh();
      } catch (error) {
        setRefusal(refusalOf(error));
      }
    });
  };
  const problemOf = (field: string) => (refusal?.field === field ? refusal.message : null);
  return (
    <form onSubmit={submit} className="mt-3 grid gap-2 sm:grid-cols-2">
      <SelectField label="Channel" name="channelId" required problem={problemOf("channelId")}>
        {channels.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </SelectField>
      <Field
        label={`When (${zone})`}
        name="at"
        type="datetime-local"
        min={earliest}
        required
        problem={problemOf("at")}
      />
      <Field label="About (optional)" name="note" maxLength={200} problem={problemOf("note")} />
      <div className="flex items-end justify-between gap-3">
        <label className="flex min-h-9 items-center gap-2 text-sm">
          <input type="checkbox" name="carriesLink" className="size-4" />
          Carries a link
        </label>
        <Button type="submit" disabled={isSaving}>
          Plan
        </Button>
      </div>
      {refusal !== null && !fields.includes(refusal.field ?? "") && (
        <p role="alert" className="text-bad text-sm sm:col-span-2">
          {refusal.message}
        </p>
      )}
    </form>
  );
}
