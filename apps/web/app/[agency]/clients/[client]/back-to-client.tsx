import Link from "next/link";

interface BackProps {
  agency: string;
  client: { id: string; name: string };
}

/** Above the heading of pages that belong to a client. */
export function BackToClient({ agency, client: { id, name } }: BackProps) {
  return (
    <p className="text-sm">
      <Link href={`/${agency}/clients/${id}`} className="text-accent underline underline-offset-2">
        {name}
      </Link>
    </p>
  );
}
