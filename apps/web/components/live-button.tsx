"use client";

import { type ButtonHTMLAttributes, useSyncExternalStore } from "react";

const never = () => () => {};

/** A button that waits until the page is alive: before that a click would be lost, or would send a form the plain way. */
export function LiveButton({ disabled, ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  const isAlive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return <button type="button" {...rest} disabled={disabled || !isAlive} />;
}
