"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../trpc/client.ts";

export function WithdrawInvite({ agency, inviteId, email }: { agency: string; inviteId: string; email: string }) {
  const router = useRouter();
  const [isWithdrawing, startWithdrawing] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const withdraw = () =>
    startWithdrawing(async () => {
      try {
        await apiOf(agency).member.withdrawInvite.mutate({ inviteId });
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  return (
    <>
      <Button onClick={withdraw} disabled={isWithdrawing} aria-label={`Withdraw the invitation of ${email}`}>
        {isWithdrawing ? "Withdrawing …" : "Withdraw"}
      </Button>
      {problem !== null && (
        <p role="alert" className="w-full text-bad">
          {problem}
        </p>
      )}
    </>
  );
}
