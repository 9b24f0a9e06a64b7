"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { Field } from "../../../../components/field.tsx";
import { apiOf, refusalOf } from "../../../../trpc/client.ts";

interface FormProps {
  agency: string;
  clientId: string;
  level: number | null;
  /** Whether the client has a level of its own. */
  hasOwn: boolean;
}

export function TargetForm({ agency, clientId, level, hasOwn }: FormProps) {
  const router = useRouter();
  const [isSaving, startSaving] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const save = (next: number | null) =>
    startSaving(async () => {
      try {
        await apiOf(agency).client.setTarget.mutate({ clientId, level: next });
        setProblem(null);
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(Number(new FormData(event.currentTarget).get("level")));
  };
  return (
    <form onSubmit={submit} className="mt-3 flex flex-wrap items-end gap-2">
      <div className="w-40">
        <Field
          label="New target"
          name="level"
          type="number"
          min={1}
          max={100}
          step={0.5}
          defaultValue={level ?? ""}
          required
          problem={problem}
        />
      </div>
      <Button type="submit" disabled={isSaving}>
        Set target
      </Button>
      {hasOwn && (
        <Button disabled={isSaving} onClick={() => save(null)}>
          Use the agency’s default
        </Button>
      )}
    </form>
  );
}
