import type { ReactNode } from "react";

/** The narrow page of those who are not inside an agency yet. */
export function PublicFrame({ title, lead, children }: { title: string; lead: ReactNode; children?: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-5 px-4 py-10">
      <header>
        <p className="font-semibold text-accent">Headroom</p>
        <h1 className="mt-1">{title}</h1>
        <p className="mt-1 text-soft text-sm">{lead}</p>
      </header>
      {children}
    </main>
  );
}
