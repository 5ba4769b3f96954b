import { Transform, type TransformCallback } from "node:stream";

/**
 * Decodes UTF-8 and takes nothing else: the stream fails with a RangeError whose cause is "UTF-8" and whose message
 * names the line. A replacement character in a name would match nothing, and nobody would know.
 */
export class Utf8Lines extends Transform {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #lines = 0;
  #begun = false;

  constructor() {
    super({ readableObjectMode: false, decodeStrings: true, encoding: "utf8" });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      done(null, this.#textOf(chunk));
    } catch (error) {
      done(error as RangeError);
    }
  }

  #textOf(chunk: Buffer): string {
    if (!this.#begun && marksUtf16.some((mark) => chunk.indexOf(mark) === 0)) throw notUtf8("It is UTF-16.");
    this.#begun = true;
    // A line break is never part of another character in UTF-8: so each line can be judged by itself.
    let from = 0;
    let text = "";
    try {
      for (let to = chunk.indexOf(0x0a); to !== -1; to = chunk.indexOf(0x0a, from)) {
        text += this.#decoder.decode(chunk.subarray(from, to + 1), { stream: true });
        from = to + 1;
        this.#lines += 1;
      }
      text += this.#decoder.decode(chunk.subarray(from), { stream: true });
    } catch {
      throw notUtf8(`Line ${this.#lines + 1} holds bytes that are no UTF-8.`);
    }
    if (text.includes("\u0000")) throw notUtf8("It holds NUL characters.");
    return text;
  }

  override _flush(done: TransformCallback): void {
    try {
      done(null, this.#decoder.decode());
    } catch {
      done(notUtf8(`Line ${this.#lines + 1} ends in the middle of a character.`));
    }
  }
}

const marksUtf16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

const notUtf8 = (what: string): RangeError =>
  new RangeError(`${what} Save the list as UTF-8 (or download it again), and import that file.`, { cause: "UTF-8" });
