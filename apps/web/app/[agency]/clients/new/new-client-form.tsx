"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button, buttonLook } from "../../../../components/button.tsx";
import { Field } from "../../../../components/field.tsx";
import { ZoneField } from "../../../../components/zone-field.tsx";
import { apiOf, type Refusal, refusalOf } from "../../../../trpc/client.ts";

interface FormProps {
  agency: string;
  /** Staffers keep clients of their own; managers add the agency's. */
  mustBeMine: boolean;
  agencyZone: string;
}

export function NewClientForm({ agency, mustBeMine, agencyZone }: FormProps) {
  const router = useRouter();
  const [isAdding, startAdding] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const problemOf = (field: string) => (refusal?.field === field ? refusal.message : null);
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startAdding(async () => {
      setRefusal(null);
      try {
        const { id } = await apiOf(agency).client.create.mutate({
          name: String(form.get("name") ?? ""),
          timeZone: String(form.get("timeZone") ?? "").trim(),
          mine: mustBeMine || form.get("mine") === "on",
        });
        router.push(`/${agency}/clients/${id}`);
      } catch (error) {
        setRefusal(refusalOf(error));
      }
    });
  };
  return (
    <form onSubmit={add} className="flex flex-col gap-4 rounded-lg border border-line bg-paper p-4">
      <Field label="Name" name="name" required maxLength={120} autoComplete="off" problem={problemOf("name")} />
      <ZoneField
        fallback={agencyZone}
        help="The client’s own. Days and weeks of its charts and reports follow it."
        problem={problemOf("timeZone")}
      />
      {mustBeMine ? (
        <p className="rounded-md bg-raised p-3 text-sm">
          This will be your own client: only you see it until you share it. The agency’s clients are added by managers.
        </p>
      ) : (
        <label className="flex items-start gap-2 text-sm">
          <input type="checkbox" name="mine" className="mt-0.5 size-4 accent-accent" />
          <span>
            <span className="font-medium">Keep it as my own</span>
            <span className="block text-soft">Only you see it until you share it.</span>
          </span>
        </label>
      )}
      {refusal !== null && !["name", "timeZone"].includes(refusal.field ?? "") && (
        <p role="alert" className="text-bad text-sm">
          {refusal.message}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="main" disabled={isAdding}>
          {isAdding ? "Adding …" : "Add the client"}
        </Button>
        <Link href={`/${agency}/clients`} className={buttonLook()}>
          Cancel
        </Link>
      </div>
    </form>
  );
}
