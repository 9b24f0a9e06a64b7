import { type ReactNode, type SelectHTMLAttributes, useId } from "react";
import { inputLook } from "./field.tsx";

interface SelectFieldProps extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string;
  help?: ReactNode;
  problem?: string | null | undefined;
}

/** A labelled choice; help and problem are read out with it. */
export function SelectField({ label, help, problem, children, ...select }: SelectFieldProps) {
  const id = useId();
  const described = [help ? `${id}-help` : null, problem ? `${id}-problem` : null].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <select
        id={id}
        className={inputLook}
        aria-invalid={problem ? true : undefined}
        aria-describedby={described || undefined}
        {...select}
      >
        {children}
      </select>
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
