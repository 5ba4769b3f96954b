import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { type CsvError, type Info, parse } from "csv-parse";
import type { ListedParty } from "./listed-party.ts";
import { type Columns, ColumnsError, columnsOf, partyFrom } from "./screening-columns.ts";
import { Utf8Lines } from "./utf8-lines.ts";

/** A file can't be imported; the message says why and what to do. Nothing of it was. */
export class ScreeningFileError extends Error {
  override readonly name = "ScreeningFileError";
}

/** A row that is left out, and why. */
export interface SkippedRow {
  /** The row's first line in the file, from 1. */
  readonly line: number;
  readonly problem: string;
}

/** What a file lists. */
export interface ScreeningFile {
  /** Of the file's bytes, in hex. */
  readonly sha256: string;
  readonly parties: readonly ListedParty[];
  readonly skipped: readonly SkippedRow[];
}

/** No row is as long: what is, has a quotation mark that isn't closed. */
const longestRow = 1_000_000;

/** Reads a file in the layout of the Consolidated Screening List's CSV (RFC 4180, UTF-8). Throws ScreeningFileError. */
export async function readScreeningFile(
  path: string,
  progress: (share: number) => void = () => {},
): Promise<ScreeningFile> {
  const { size } = await found(path);
  if (size === 0) throw new ScreeningFileError(`${path} is empty. Download the list again, and import that file.`);
  try {
    return await read(path, size, progress);
  } catch (error) {
    throw told(path, error);
  }
}

async function found(path: string): Promise<{ size: number }> {
  const file = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? "There is no such file" : `It can't be read (${error.code})`;
    throw new ScreeningFileError(`${path}: ${why}. Give the path of the list as a CSV file.`);
  });
  if (!file.isFile()) throw new ScreeningFileError(`${path} is no file. Give the path of the list as a CSV file.`);
  return file;
}

async function read(path: string, size: number, progress: (share: number) => void): Promise<ScreeningFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  let lastByte = 0;
  const rows = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    // A quotation mark in the wrong place is read as it stands, so that it spoils its own row at most.
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  const text = new Utf8Lines();
  const source = createReadStream(path, { highWaterMark: 256 * 1024 });
  source.on("data", (chunk) => {
    const part = chunk as Buffer;
    hash.update(part);
    bytes += part.length;
    lastByte = part.at(-1) ?? lastByte;
    progress(bytes / size);
  });
  for (const stream of [source, text]) stream.on("error", (error: Error) => rows.destroy(error));
  source.pipe(text).pipe(rows);
  try {
    const { parties, skipped, short } = await collect(rows as AsyncIterable<Row>);
    // Without a line break after it, a last row that lacks columns was cut short; with one it is only a bad row.
    if (short !== null && lastByte !== newline) {
      throw new ScreeningFileError(`It ends in the middle of the row on line ${short.line}: ${again}`);
    }
    if (parties.length === 0) throw new ScreeningFileError(noRows(skipped));
    return { sha256: hash.digest("hex"), parties, skipped };
  } finally {
    source.destroy();
  }
}

interface Row {
  readonly record: string[];
  /** `lines` counts the lines that were read, the row's own included. */
  readonly info: Info;
}

interface Collected {
  readonly parties: ListedParty[];
  readonly skipped: SkippedRow[];
  /** The last row, where it lacks columns or has too many. */
  readonly short: SkippedRow | null;
}

async function collect(rows: AsyncIterable<Row>): Promise<Collected> {
  const parties: ListedParty[] = [];
  const skipped: SkippedRow[] = [];
  const lines = new Map<string, number>();
  let header: { readonly columns: Columns; readonly width: number } | null = null;
  let ended = 0;
  let short: SkippedRow | null = null;
  for await (const { record, info } of rows) {
    const line = ended + 1;
    ended = info.lines;
    short = null;
    if (header === null) {
      header = { columns: columnsOf(record), width: record.length };
      continue;
    }
    if (record.length !== header.width) {
      short = { line, problem: `It has ${record.length} columns where the header has ${header.width}.` };
      skipped.push(short);
      continue;
    }
    const { party, problem } = partyFrom(header.columns, record);
    const before = party && lines.get(party.sourceId);
    if (party === undefined) skipped.push({ line, problem });
    else if (before !== undefined) skipped.push({ line, problem: twice(party.sourceId, before) });
    else {
      lines.set(party.sourceId, line);
      parties.push(party);
    }
  }
  return { parties, skipped, short };
}

const twice = (id: string, line: number): string => `Its _id ${id} is that of line ${line}, which is kept.`;
const newline = 0x0a;
const again = "it was cut short. Download the list again, and import that file.";

function noRows(skipped: readonly SkippedRow[]): string {
  const [first] = skipped;
  const why = first
    ? ` Of the ${skipped.length} there are, none can be read; line ${first.line}: ${first.problem}`
    : "";
  return `It lists no party: an empty list would let everyone pass.${why}`;
}

/** The error in words for who gave the file; one that isn't the file's fault stays as it is. */
function told(path: string, error: unknown): unknown {
  if (error instanceof ScreeningFileError || error instanceof ColumnsError)
    return new ScreeningFileError(`${path}: ${error.message}`);
  if (error instanceof RangeError && error.cause === "UTF-8")
    return new ScreeningFileError(`${path}: ${error.message}`);
  const { code, lines, message } = error as CsvError & { lines?: number };
  if (code === "CSV_QUOTE_NOT_CLOSED" || code === "CSV_MAX_RECORD_SIZE") {
    const where = lines === undefined ? "" : ` (line ${lines})`;
    return new ScreeningFileError(`${path}: a quotation mark is never closed${where}: ${again}`);
  }
  if (code?.startsWith("CSV_")) return new ScreeningFileError(`${path}: ${message}. Download the list again as CSV.`);
  return error;
}
