import { readFile } from "node:fs/promises";
import { type CsvError, parse } from "csv-parse/sync";
import type { LabelledNames } from "../rules/screening/compare-names.ts";

/** A file of labelled names can't be used; the message has a line for each mistake. */
export class LabelledNamesError extends Error {
  override readonly name = "LabelledNamesError";
}

const columns = ["left", "right", "same"] as const;
const labels: Readonly<Record<string, boolean>> = { "1": true, true: true, "0": false, false: false };
/** How many mistakes are listed one by one. */
const listedAtMost = 20;

/**
 * Reads pairs of names from a CSV file (UTF-8) with the header `left,right,same`, in any order and beside other columns;
 * `same` is 1 or 0, true or false. Throws LabelledNamesError with every mistake by its line.
 */
export async function readLabelledNames(path: string): Promise<LabelledNames[]> {
  const rows = rowsOf(path, await textOf(path));
  const [header, ...pairs] = rows;
  const names = (header?.record ?? []).map((name) => name.trim().toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new LabelledNamesError(
      `${path}: its first line lacks ${missing.join(", ")}. Begin the file with the line left,right,same.`,
    );
  }
  const at = (column: (typeof columns)[number]) => names.indexOf(column);
  const mistakes: string[] = [];
  const read = pairs.flatMap(({ record, line }) => {
    const text = (column: (typeof columns)[number]) => record[at(column)]?.trim() ?? "";
    const pair = { left: text("left"), right: text("right"), same: labels[text("same").toLowerCase()] };
    const mistake = mistakeIn(pair);
    if (mistake === null) return [pair as LabelledNames];
    mistakes.push(`line ${line}: ${mistake}`);
    return [];
  });
  if (mistakes.length > 0) throw new LabelledNamesError(listed(path, mistakes));
  if (read.length === 0) throw new LabelledNamesError(`${path} has no pair. Give one a line, after the header.`);
  return read;
}

function mistakeIn({ left, right, same }: { left: string; right: string; same: boolean | undefined }): string | null {
  if (left === "") return "It has no left name.";
  if (right === "") return "It has no right name.";
  return same === undefined ? "Its label is none: `same` is 1 or 0, true or false." : null;
}

async function textOf(path: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT"
        ? "there is no such file"
        : code === "ERR_ENCODING_INVALID_ENCODED_DATA"
          ? "it isn't UTF-8"
          : `it can't be read (${code})`;
    throw new LabelledNamesError(`${path}: ${why}. Give a CSV file with the header left,right,same.`);
  }
}

interface Row {
  readonly record: readonly string[];
  /** The row's first line in the file, from 1. */
  readonly line: number;
}

function rowsOf(path: string, text: string): Row[] {
  try {
    const parsed = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    // `lines` counts to the row's end; a quoted line break is within the row.
    return parsed.map(({ record, info }) => ({ record, line: info.lines - record.join("").split("\n").length + 1 }));
  } catch (error) {
    const { message } = error as CsvError;
    throw new LabelledNamesError(`${path}: ${message}.`);
  }
}

function listed(path: string, mistakes: readonly string[]): string {
  const more = mistakes.length - listedAtMost;
  return [
    `${path} can't be used:`,
    ...mistakes.slice(0, listedAtMost).map((mistake) => `  ${mistake}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ].join("\n");
}
