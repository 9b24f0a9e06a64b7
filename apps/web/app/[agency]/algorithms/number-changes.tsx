import type { AlgorithmVersion } from "@headroom/api";

/** What differs from the version that this one was made of. */
export function NumberChanges({ version: { forkedFrom, changes } }: { version: AlgorithmVersion }) {
  if (forkedFrom === null || changes.length === 0) return null;
  return (
    <div className="mt-3 text-sm">
      <p className="text-soft">Differs from {forkedFrom.title} in:</p>
      <ul className="number mt-1 flex flex-col gap-0.5">
        {changes.map(({ field, label, before, after }) => (
          <li key={field}>
            {label}: <del className="text-soft">{before}</del>{" "}
            <span aria-hidden="true" className="text-soft">
              →
            </span>{" "}
            <ins className="font-semibold no-underline">{after}</ins>
          </li>
        ))}
      </ul>
    </div>
  );
}
