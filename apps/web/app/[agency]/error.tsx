"use client";

import { Failure } from "../../components/failure.tsx";

export default function AgencyError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <Failure digest={error.digest} reset={reset} />;
}
