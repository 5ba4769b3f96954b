/** What is wrong with a document, and where: a path like "ladder[1].days", empty for the document itself. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** What is checked of one item of a list. */
type Item = (value: unknown, path: string, index: number) => void;

/** Checks plain data of unknown shape, and collects what is wrong with it instead of stopping at the first. */
export class DocumentCheck {
  readonly problems: Problem[] = [];

  say(path: string, message: string): void {
    this.problems.push({ path, message });
  }

  /** The object at `path` with every key of `required`, at most those of `optional` beside them; null when it isn't one. */
  object(value: unknown, path: string, required: readonly string[], optional: readonly string[] = []) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.say(path, "must be an object");
      return null;
    }
    const found = value as Record<string, unknown>;
    const at = (key: string) => (path === "" ? key : `${path}.${key}`);
    for (const key of required) if (!Object.hasOwn(found, key)) this.say(at(key), "is missing");
    for (const key of Object.keys(found)) {
      if (!required.includes(key) && !optional.includes(key)) this.say(at(key), "is not a field of this document");
    }
    return found;
  }

  /** Checks each item of the list at `path`; null when it isn't a list of between `least` and `most` items. */
  list(value: unknown, path: string, least: number, most: number, item: Item) {
    if (!Array.isArray(value) || value.length < least || value.length > most) {
      this.say(path, `must be a list of ${least} to ${most} items`);
      return null;
    }
    value.forEach((each, index) => {
      item(each, `${path}[${index}]`, index);
    });
    return value as unknown[];
  }

  /** Text of at most `most` characters with something in it, that can be stored and shown as it stands. */
  text(value: unknown, path: string, most: number): void {
    if (typeof value !== "string" || !/[\p{L}\p{N}]/u.test(value))
      this.say(path, "must be text with a letter or digit");
    else if (value.trim() !== value) this.say(path, "must not begin or end with white space");
    else if (value.length > most) this.say(path, `must be at most ${most} characters long`);
    else if (/[^\P{Cc}\n]|\p{Cs}/u.test(value))
      this.say(path, "must not hold control characters other than line breaks");
  }

  matches(value: unknown, path: string, pattern: RegExp, example: string): boolean {
    if (typeof value === "string" && pattern.test(value)) return true;
    this.say(path, `must look like ${example}`);
    return false;
  }

  whole(value: unknown, path: string, least: number, most: number): boolean {
    if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return true;
    this.say(path, `must be a whole number from ${least} to ${most}`);
    return false;
  }

  oneOf(value: unknown, path: string, allowed: readonly string[]): void {
    if (typeof value !== "string" || !allowed.includes(value)) this.say(path, `must be one of ${allowed.join(", ")}`);
  }

  /** Says where a text among `values` repeats one before it. */
  distinct(values: readonly unknown[], path: (index: number) => string): void {
    values.forEach((value, index) => {
      if (typeof value === "string" && values.indexOf(value) < index) this.say(path(index), `repeats ${value}`);
    });
  }
}
