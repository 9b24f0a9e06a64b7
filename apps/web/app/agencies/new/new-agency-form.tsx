"use client";

import { useActionState } from "react";
import { Button } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import { ZoneField } from "../../../components/zone-field.tsx";
import { foundAgency, type NewAgencyState } from "./actions.ts";

const blank: NewAgencyState = { typed: { yourName: "", name: "", defaultTarget: "40" }, problems: {} };

export function NewAgencyForm({ needsName }: { needsName: boolean }) {
  const [{ typed, problems }, found, isFounding] = useActionState(foundAgency, blank);
  return (
    <form action={found} className="flex flex-col gap-3 rounded-lg border border-line bg-paper p-4">
      {needsName && (
        <Field
          label="Your name"
          name="yourName"
          autoComplete="name"
          required
          maxLength={80}
          defaultValue={typed.yourName}
          problem={problems.yourName ?? null}
        />
      )}
      <Field
        label="Name of the agency"
        name="name"
        autoComplete="organization"
        required
        maxLength={80}
        defaultValue={typed.name}
        problem={problems.name ?? null}
      />
      <ZoneField help="Times are shown in it, and every time says so." problem={problems.timeZone ?? null} />
      <Field
        label="Default target"
        name="defaultTarget"
        type="number"
        inputMode="decimal"
        min={1}
        max={100}
        step="any"
        required
        defaultValue={typed.defaultTarget}
        help="The score every client has to hold, from 1 to 100. A busy blogger on four channels scores about 48. You can change it later, and give each client its own."
        problem={problems.defaultTarget ?? null}
      />
      {problems.form !== undefined && (
        <p role="alert" className="text-bad text-sm">
          {problems.form}
        </p>
      )}
      <Button type="submit" look="main" disabled={isFounding}>
        {isFounding ? "Making it …" : "Make the agency"}
      </Button>
    </form>
  );
}
