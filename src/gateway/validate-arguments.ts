import { validate } from "class-validator";
import { ArgumentValidationError } from "type-graphql";

/** What passed, by class and content: no longer than this, and no more of a class than that. */
const longest = 300;
const most = 1_000;

const options = { skipMissingProperties: true, forbidUnknownValues: false };

/**
 * Validates arguments by their class-validator decorators, as TypeGraphQL does by itself, and remembers what passed: a
 * nested list is asked for with the same arguments by every row of its parent. Throws ArgumentValidationError.
 */
export function argumentValidator(): (value: unknown) => Promise<void> | undefined {
  const passed = new Map<unknown, Set<string>>();
  const check = async (value: object): Promise<void> => {
    const errors = await validate(value, options);
    if (errors.length > 0) throw new ArgumentValidationError(errors);
  };
  return (value) => {
    if (Array.isArray(value)) return Promise.all(value.filter(isObject).map(check)).then(() => undefined);
    if (!isObject(value)) return undefined;
    const content = JSON.stringify(value);
    if (content.length > longest) return check(value);
    const known = passed.get(value.constructor) ?? new Set<string>();
    passed.set(value.constructor, known);
    if (known.has(content)) return undefined;
    return check(value).then(() => {
      if (known.size >= most) known.clear();
      known.add(content);
    });
  };
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
