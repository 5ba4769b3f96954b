import type { ExecutionResult } from "graphql";

/** A result that several readers get, written out once for all of them. */
export class SharedResult implements ExecutionResult {
  readonly data: ExecutionResult["data"];
  readonly extensions: ExecutionResult["extensions"];
  #text: string | null = null;

  constructor({ data, extensions }: ExecutionResult) {
    this.data = data;
    this.extensions = extensions;
  }

  /** Its JSON. */
  get text(): string {
    this.#text ??= JSON.stringify(this);
    return this.#text;
  }
}

/** A result as JSON. */
export const textOf = (result: object): string =>
  result instanceof SharedResult ? result.text : JSON.stringify(result);
