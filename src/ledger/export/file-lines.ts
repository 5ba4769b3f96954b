import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** No line of an export is so long. */
const longestLine = 64 * 1_048_576;
const lineBreak = 10;

/** Refuses bytes that are no text: decoded leniently, some that were changed would read as before. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a line; null where its bytes are none. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Reads a file line by line, in constant memory; `onProgress` hears how far it is, 0 to 1. A line whose bytes are no
 * text is null. Gives whether the last line was ended by a line break. Throws what the file system says, and a RangeError for a line that is longer than any.
 */
export async function eachLine(
  path: string,
  take: (line: string | null) => void,
  onProgress: (share: number) => void,
): Promise<boolean> {
  const { size } = await stat(path);
  let rest: Buffer = Buffer.alloc(0);
  let read = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>) {
    read += chunk.length;
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let to = text.indexOf(lineBreak); to !== -1; to = text.indexOf(lineBreak, from)) {
      take(textOf(text.subarray(from, to)));
      from = to + 1;
    }
    rest = text.subarray(from);
    if (rest.length > longestLine)
      throw new RangeError(`${path} has a line of more than ${longestLine} bytes: it is no export.`);
    onProgress(size === 0 ? 1 : read / size);
  }
  if (rest.length > 0) take(textOf(rest));
  return rest.length === 0;
}
