"use client";

import { useActionState } from "react";
import { Button } from "../../../../components/button.tsx";
import type { LinkAddress } from "../../../../composition/reconnect.ts";
import { type GoOnState, goOn } from "./actions.ts";

const calm: GoOnState = { problem: null };

/** One tap to the network's own page. */
export function GoOnForm({ address, networkTitle }: { address: LinkAddress; networkTitle: string }) {
  const [{ problem }, go, isLeaving] = useActionState(goOn, calm);
  return (
    <form action={go} className="flex flex-col gap-3">
      <input type="hidden" name="slug" value={address.slug} />
      <input type="hidden" name="token" value={address.token} />
      <Button type="submit" look="main" disabled={isLeaving} className="min-h-12">
        {isLeaving ? "Going there …" : `Go on at ${networkTitle}`}
      </Button>
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
    </form>
  );
}
