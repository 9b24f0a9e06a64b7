"use client";

import { Failure } from "../components/failure.tsx";

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="px-4 py-10">
      <Failure digest={error.digest} reset={reset} />
    </main>
  );
}
