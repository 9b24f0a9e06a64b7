"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { Field } from "../../../../components/field.tsx";
import { apiOf, type Refusal, refusalOf } from "../../../../trpc/client.ts";

interface FormProps {
  agency: string;
  algorithmId: string;
  title: string;
  zone: string;
  /** The earliest day that can be chosen, e.g. `2026-11-25`. */
  firstDay: string;
}

export function ActivateForm({ agency, algorithmId, title, zone, firstDay }: FormProps) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [isLater, setIsLater] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const on = isLater ? String(new FormData(event.currentTarget).get("on") ?? "") : undefined;
    startSaving(async () => {
      setRefusal(null);
      try {
        await apiOf(agency).algorithm.activate.mutate({ algorithmId, ...(on !== undefined && { on }) });
        router.push(`/${agency}/algorithms`);
        router.refresh();
      } catch (error) {
        setRefusal(refusalOf(error));
      }
    });
  };
  return (
    <form onSubmit={save} className="mt-3 flex flex-col gap-3">
      <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
        <legend className="font-medium text-sm">From when</legend>
        <label className="flex min-h-9 items-center gap-2">
          <input type="radio" name="when" checked={!isLater} onChange={() => setIsLater(false)} />
          Now
        </label>
        <label className="flex min-h-9 items-center gap-2">
          <input type="radio" name="when" checked={isLater} onChange={() => setIsLater(true)} />A day to come
        </label>
      </fieldset>
      {isLater && (
        <div className="max-w-60">
          <Field
            label="Day"
            name="on"
            type="date"
            min={firstDay}
            defaultValue={firstDay}
            required
            help={`It begins at midnight in ${zone}.`}
            problem={refusal?.field === "on" ? refusal.message : null}
          />
        </div>
      )}
      {refusal !== null && !(isLater && refusal.field === "on") && (
        <p role="alert" className="text-bad text-sm">
          {refusal.message}
        </p>
      )}
      <div>
        <Button type="submit" look="main" disabled={isSaving}>
          {isSaving ? "Activating …" : isLater ? `Activate ${title} on that day` : `Activate ${title} now`}
        </Button>
      </div>
    </form>
  );
}
