"use client";

import { useActionState } from "react";
import { Button } from "../../../../components/button.tsx";
import { Field } from "../../../../components/field.tsx";
import type { LinkAddress, ReconnectOffer } from "../../../../composition/reconnect.ts";
import { reconnect, type TypedState } from "./actions.ts";

interface FormProps {
  address: LinkAddress;
  way: Extract<ReconnectOffer["way"], { kind: "form" }>;
}

const calm: TypedState = { typed: {}, problem: null };

/** What the network asks for, and nothing else. */
export function TypedForm({ address, way }: FormProps) {
  const [{ typed, problem }, send, isBusy] = useActionState(reconnect, calm);
  const isAtField = way.asked.some(({ name }) => name === problem?.field);
  return (
    <form action={send} className="flex flex-col gap-4">
      <input type="hidden" name="slug" value={address.slug} />
      <input type="hidden" name="token" value={address.token} />
      {way.asked.map((field) => (
        <Field
          key={field.name}
          label={field.optional ? `${field.label} (optional)` : field.label}
          name={field.name}
          type={field.secret ? "password" : "text"}
          placeholder={field.placeholder}
          help={field.makeAt}
          required={!field.optional}
          defaultValue={typed[field.name]}
          autoComplete={field.secret ? "new-password" : "off"}
          autoCapitalize="none"
          spellCheck={false}
          problem={problem?.field === field.name ? problem.message : null}
        />
      ))}
      <Button type="submit" look="main" disabled={isBusy} className="min-h-12">
        {isBusy ? "Reconnecting …" : "Reconnect"}
      </Button>
      {problem !== null && !isAtField && (
        <p role="alert" className="text-bad text-sm">
          {problem.message}
        </p>
      )}
    </form>
  );
}
