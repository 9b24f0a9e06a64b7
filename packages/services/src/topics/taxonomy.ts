import rows from "./content-taxonomy.json" with { type: "json" };

/**
 * Where a topic belongs in the IAB Tech Lab Content Taxonomy 3.0 (CC BY 3.0, iabtechlab.com/standards/content-taxonomy):
 * `Food & Drink › Cooking`. Null where no entry, or entries of different branches, fit it equally well. The longest entry
 * whose words all occur in the topic, its last word among them, fits best.
 */
export const categoryOf = (topic: string): string | null => {
  const words = topic
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map(stem);
  const head = words.at(-1);
  if (head === undefined) return null;
  const fitting = (entriesByHead.get(head) ?? []).filter((entry) => entry.words.every((word) => words.includes(word)));
  const longest = Math.max(0, ...fitting.map((entry) => entry.words.length));
  const paths = new Set(fitting.filter((entry) => entry.words.length === longest).map(({ path }) => path));
  const branches = new Set([...paths].map((path) => path.split(" › ")[0]));
  // Within one branch the more general entry is true in any case.
  return branches.size === 1 ? ([...paths].sort((a, b) => a.length - b.length)[0] ?? null) : null;
};

interface Entry {
  words: readonly string[];
  path: string;
}

/** `Surfing and Bodyboarding` is two names of one entry. */
const namesOf = (name: string): string[] => [name, ...name.split(/ and | & |, |\//)];

/** Good enough to make one word of `surf`, `surfing` and `surfs`; a name of one word must stay recognisable. */
const stem = (word: string): string => {
  const short = word.replace(/(?:ing|ies|es|s)$/, "");
  return short.length >= 4 ? short.replace(/[ey]$/, "") : word;
};

const parents = new Map(rows.map(([id, parent, name]) => [id, { parent, name: name ?? "" }]));

const pathOf = (id: string): string => {
  const names: string[] = [];
  for (let node = parents.get(id); node !== undefined; node = parents.get(node.parent ?? "")) names.unshift(node.name);
  return names.join(" › ");
};

const entriesByHead = new Map<string, Entry[]>();
for (const [id, , name] of rows) {
  for (const variant of new Set(namesOf(name ?? ""))) {
    const words = variant
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .map(stem);
    const head = words.at(-1);
    if (head === undefined || id === null || id === undefined) continue;
    const entry = { words, path: pathOf(id) };
    entriesByHead.set(head, [...(entriesByHead.get(head) ?? []), entry]);
  }
}
