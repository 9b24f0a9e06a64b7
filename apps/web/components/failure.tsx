"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "./button.tsx";

interface FailureProps {
  /** The number under which the server noted it, where it did. */
  digest: string | undefined;
  reset: () => void;
}

/** What a page says when it could not be drawn: nothing is lost, and what to do next. */
export function Failure({ digest, reset }: FailureProps) {
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <section role="alert" className="mx-auto max-w-prose rounded-lg border border-line bg-paper p-6">
      <h1>This page could not be shown</h1>
      <p className="mt-2">Something went wrong on our side. What was saved before is safe.</p>
      {digest !== undefined && (
        <p className="mt-2 text-soft text-sm">
          It was noted as <code>{digest}</code>. Whoever runs this server finds it in the log.
        </p>
      )}
      <Button look="main" onClick={again} className="mt-4">
        Try again
      </Button>
    </section>
  );
}
