"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { Field } from "../../../../components/field.tsx";
import { apiOf, refusalOf } from "../../../../trpc/client.ts";

interface FormProps {
  agency: string;
  /** Absent: the agency's own cap. */
  clientId?: string;
  label: string;
  current: number | null;
}

export function CapForm({ agency, clientId, label, current }: FormProps) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("dollars") ?? "");
    startSaving(async () => {
      try {
        await apiOf(agency).network.setCap.mutate({
          ...(clientId === undefined ? {} : { clientId }),
          dollars: typed === "" ? null : Number(typed),
        });
        setProblem(null);
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  };
  return (
    <form onSubmit={save} className="mt-3 flex flex-wrap items-end gap-2">
      <div className="w-64 max-w-full">
        <Field
          label={label}
          name="dollars"
          type="number"
          inputMode="decimal"
          min={0}
          max={100_000}
          step="any"
          defaultValue={current ?? ""}
          placeholder="none"
          problem={problem}
        />
      </div>
      <Button type="submit" disabled={isSaving}>
        Set cap
      </Button>
    </form>
  );
}
