/** Fields as the Graph takes them, as headers and body of a request; those without a value are left out. */
export function formBody(fields: Readonly<Record<string, string | null>>): {
  headers: Record<string, string>;
  body: string;
} {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== null && value !== "") form.set(name, value);
  return { headers: { "content-type": "application/x-www-form-urlencoded" }, body: form.toString() };
}
