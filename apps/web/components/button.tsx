import type { ButtonHTMLAttributes } from "react";
import { LiveButton } from "./live-button.tsx";

const looks = {
  main: "bg-accent text-on-accent hover:opacity-90",
  plain: "border border-line bg-paper text-ink hover:bg-raised",
  danger: "border border-bad bg-paper text-bad hover:bg-raised",
} as const;

export const buttonLook = (look: keyof typeof looks = "plain"): string =>
  `inline-flex min-h-9 items-center justify-center gap-2 rounded-md px-3 py-1.5 font-medium text-sm disabled:opacity-60 ${looks[look]}`;

export function Button({ look, ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { look?: keyof typeof looks }) {
  return <LiveButton {...rest} className={`${buttonLook(look)} ${rest.className ?? ""}`} />;
}
