import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const block = 512;

/** Packs a folder into a tar archive (ustar), sorted by name; times and owners are left out, so equal folders give equal bytes. */
export function packFolder(folder: string): Buffer {
  const parts: Buffer[] = [];
  const visit = (path: string) => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true }).sort(byName)) {
      const name = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        parts.push(header(`${name}/`, 0, "5"));
        visit(name);
      } else if (entry.isFile()) {
        const content = readFileSync(join(folder, name));
        parts.push(header(name, content.length, "0"), content, Buffer.alloc(padding(content.length)));
      }
    }
  };
  visit("");
  parts.push(Buffer.alloc(2 * block));
  return Buffer.concat(parts);
}

/** Writes an archive of `packFolder`'s into a folder. Throws when it is cut short. */
export function unpackInto(folder: string, archive: Buffer): void {
  for (let at = 0; ; ) {
    const head = archive.subarray(at, at + block);
    if (head.length < block) throw new Error("The archive ends before its last block.");
    if (head[0] === 0) return;
    const name = text(head, 0, 100);
    const size = Number.parseInt(text(head, 124, 12), 8);
    at += block;
    if (name.endsWith("/")) {
      mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
      continue;
    }
    if (at + size > archive.length) throw new Error(`The archive ends inside ${name}.`);
    writeFileSync(join(folder, name), archive.subarray(at, at + size), { mode: 0o600 });
    at += size + padding(size);
  }
}

function header(name: string, size: number, type: "0" | "5"): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`The name ${name} is too long for the archive.`);
  const head = Buffer.alloc(block);
  head.write(name, 0);
  head.write("0000600\0", 100);
  head.write("0000000\0", 108);
  head.write("0000000\0", 116);
  head.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  head.write("00000000000\0", 136);
  head.write("        ", 148);
  head.write(type, 156);
  head.write("ustar\0", 257);
  head.write("00", 263);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return head;
}

const padding = (size: number): number => (block - (size % block)) % block;
const text = (head: Buffer, at: number, length: number): string =>
  head.toString("utf8", at, at + length).replace(/\0.*$/s, "");
const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
