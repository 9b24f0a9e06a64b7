"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { Field } from "../../../../components/field.tsx";
import { apiOf, type Refusal, refusalOf } from "../../../../trpc/client.ts";

export function RestForm({ agency, clientId, zone }: { agency: string; clientId: string; zone: string }) {
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
        await apiOf(agency).client.agreeRest.mutate({
          clientId,
          from: text("from"),
          to: text("to"),
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
    <details className="mt-2">
      <summary className="cursor-pointer text-accent text-sm">Agree rest</summary>
      <form onSubmit={submit} className="mt-2 flex flex-wrap items-start gap-2">
        <Field label={`From (${zone})`} name="from" type="datetime-local" required problem={problemOf("from")} />
        <Field label={`To (${zone})`} name="to" type="datetime-local" required problem={problemOf("to")} />
        <Field label="Why (optional)" name="note" maxLength={200} problem={problemOf("note")} />
        <Button type="submit" disabled={isSaving} className="mt-6">
          Agree rest
        </Button>
        {refusal !== null && !["from", "to", "note"].includes(refusal.field ?? "") && (
          <p role="alert" className="w-full text-bad text-sm">
            {refusal.message}
          </p>
        )}
      </form>
    </details>
  );
}
