import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Files that are made from the code, by path from the project's top. */
export type GeneratedFiles = Readonly<Record<string, string>>;

/** Writes the files that differ from what the code gives. */
export async function writeFiles(files: GeneratedFiles): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    if ((await existing(path)) === text) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    process.stdout.write(`wrote ${path}\n`);
  }
}

/** Throws an Error that names every file which differs from what the code gives, and the command that mends it. */
export async function checkFiles(files: GeneratedFiles, command: string): Promise<void> {
  const drifted: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    if ((await existing(path)) !== text) drifted.push(path);
  }
  if (drifted.length > 0)
    throw new Error(`Not what the code gives: ${drifted.join(", ")}. Run \`${command}\` and commit the result.`);
}

async function existing(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
