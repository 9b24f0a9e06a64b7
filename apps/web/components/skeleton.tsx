/** Where something will be: grey shapes of its size, announced once for the whole page. */
export function Bar({ className }: { className: string }) {
  return <span aria-hidden="true" className={`block animate-pulse rounded bg-raised ${className}`} />;
}

export function LoadingPage({ what, children }: { what: string; children: React.ReactNode }) {
  return (
    <div aria-busy="true">
      <p role="status" className="sr-only">
        Loading {what} …
      </p>
      {children}
    </div>
  );
}

/** A section of a page that is still being read. */
export function LoadingSection({ what }: { what: string }) {
  return (
    <section aria-busy="true" className="rounded-lg border border-line bg-paper p-4">
      <p role="status" className="sr-only">
        Loading {what} …
      </p>
      <Bar className="h-5 w-32" />
      <Bar className="mt-3 h-3 w-4/5" />
      <Bar className="mt-2 h-3 w-3/5" />
    </section>
  );
}
