import type { ReactNode } from "react";

/** What a page says when it has nothing to show: always the next step. */
export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="rounded-lg border border-line border-dashed bg-paper px-6 py-10 text-center">
      <h2>{title}</h2>
      <div className="mx-auto mt-2 max-w-prose text-soft">{children}</div>
    </section>
  );
}
