/**
 * The canonical JSON text of a value (RFC 8785): the same bytes for the same value. A million entries are verified by it,
 * so it is written for speed; test/ledger/commitment.test.ts holds it against the package canonicalize. Throws a TypeError
 * for what JSON can't hold.
 */
export function canonical(value: unknown): string {
  const text = written(value);
  if (text === undefined) throw new TypeError("This value has no canonical JSON form.");
  return text;
}

/** Printable ASCII without what is escaped stands for itself. */
const plain = /^[ !#-[\]-~]*$/;

function written(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return plain.test(value) ? `"${value}"` : JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical JSON form.`);
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : writtenObject(value);
    case "bigint":
      throw new TypeError("A BigInt has no canonical JSON form.");
    default:
      return undefined;
  }
}

function writtenObject(value: object): string | undefined {
  if ("toJSON" in value && typeof value.toJSON === "function") return written(value.toJSON());
  if (Array.isArray(value)) return `[${value.map((item) => written(item) ?? "null").join(",")}]`;
  const fields = value as Record<string, unknown>;
  let text = "";
  // By their UTF-16 code units, as JavaScript compares them.
  for (const name of Object.keys(fields).sort()) {
    const part = written(fields[name]);
    if (part !== undefined) text += `${text === "" ? "" : ","}${written(name)}:${part}`;
  }
  return `{${text}}`;
}
