import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";

export type DemoSignIn = { role: string; email: string; password: string };

type SeedDemo = (options: {
  url: string;
  now: Date;
  log: (line: string) => void;
}) => Promise<{ signIns: DemoSignIn[] }>;

/** The single seam to the demo agency: services may not bring one yet. */
export const seedDemo = async (options: Parameters<SeedDemo>[0]): Promise<DemoSignIn[]> => {
  const seed = await findSeed();
  if (seed === undefined) return [];
  const { signIns } = await seed(options);
  return signIns;
};

/** The sign-ins of an agency that an earlier start made. */
export function recallSignIns(file: string): DemoSignIn[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as DemoSignIn[]) : [];
}

export async function rememberSignIns(file: string, signIns: DemoSignIn[]): Promise<void> {
  await writeFile(file, JSON.stringify(signIns), { mode: 0o600 });
}

async function findSeed(): Promise<SeedDemo | undefined> {
  const name: string = "@headroom/services";
  try {
    const services = (await import(name)) as { seedDemo?: SeedDemo };
    return services.seedDemo;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
