import { type InputHTMLAttributes, type ReactNode, useId } from "react";

export const inputLook =
  "min-h-9 w-full rounded-md border border-line bg-paper px-2.5 py-1.5 text-ink aria-invalid:border-bad placeholder:text-mute";

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  help?: ReactNode;
  problem?: string | null;
}

/** A labelled input; help and problem are read out with it. */
export function Field({ label, help, problem, ...input }: FieldProps) {
  const id = useId();
  const described = [help ? `${id}-help` : null, problem ? `${id}-problem` : null].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <input
        id={id}
        className={inputLook}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described || undefined}
        {...input}
      />
      {help && (
        <p id={`${id}-help`} className="text-soft text-sm">
          {help}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
    </div>
  );
}
