import { type ReceiptSpan, usualSpans } from "@headroom/insights";
import Link from "next/link";
import { buttonLook } from "../../../../components/button.tsx";
import { inputLook } from "../../../../components/field.tsx";

/** Which stretch of time "why it moved" tells of. It is part of the address, so that it can be sent to somebody. */
export function SpanChoice({ span, zone }: { span: ReceiptSpan; zone: string }) {
  return (
    <div className="mt-2 flex flex-col gap-2 text-sm">
      <nav aria-label="Time span" className="flex flex-wrap gap-2">
        {usualSpans.map(({ id, title }) => (
          <Link
            key={id}
            href={`?span=${id}#why`}
            scroll={false}
            aria-current={span.id === id ? "true" : undefined}
            className={buttonLook(span.id === id ? "main" : "plain")}
          >
            {title}
          </Link>
        ))}
      </nav>
      <details open={span.id === "dates" || span.problem !== null}>
        <summary className="cursor-pointer py-1">From one date to another</summary>
        <form action="#why" className="mt-1 flex flex-wrap items-end gap-2">
          <label className="flex flex-col gap-1">
            First day
            <input type="date" name="from" defaultValue={span.dates.from} required className={inputLook} />
          </label>
          <label className="flex flex-col gap-1">
            Last day
            <input type="date" name="to" defaultValue={span.dates.to} required className={inputLook} />
          </label>
          <button type="submit" className={buttonLook()}>
            Tell
          </button>
        </form>
        <p className="mt-1 text-soft">Whole days in {zone}.</p>
        {span.problem !== null && (
          <p role="alert" className="mt-1 text-bad">
            {span.problem} Shown instead: 7 days.
          </p>
        )}
      </details>
    </div>
  );
}
