"use client";

import { useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { inputLook } from "./field.tsx";

/** A text to copy: the button does it, and where the browser forbids that, the text is selected for doing it by hand. */
export function CopyField({ label, text }: { label: string; text: string }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied.");
    } catch {
      input.current?.select();
      setSaid("Selected: press Ctrl+C or ⌘C.");
    }
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          ref={input}
          readOnly
          value={text}
          onFocus={({ target }) => target.select()}
          className={`${inputLook} font-mono text-sm`}
        />
        <Button onClick={copy}>Copy</Button>
      </div>
      <output className="min-h-5 text-soft text-sm">{said}</output>
    </div>
  );
}
