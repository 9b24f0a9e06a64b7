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
