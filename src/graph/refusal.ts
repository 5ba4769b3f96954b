import { Directive, Field, ObjectType, registerEnumType } from "type-graphql";
import { type RefusalCode, refusalCodes } from "./refusal-codes.ts";

const refusalCodeEnum = Object.fromEntries(Object.keys(refusalCodes).map((code) => [code, code])) as {
  [Code in RefusalCode]: Code;
};
registerEnumType(refusalCodeEnum, {
  name: "RefusalCode",
  description: "Why a mutation did nothing.",
  valuesConfig: Object.fromEntries(Object.entries(refusalCodes).map(([code, description]) => [code, { description }])),
});

/** An expected refusal: data, not an error. Nothing was changed. */
@Directive("@shareable")
@ObjectType("Refusal", { description: "Why a mutation did nothing. Nothing was changed and nothing was kept." })
export class Refusal {
  @Field(() => refusalCodeEnum, { description: "The reason, from a closed list." })
  code!: RefusalCode;

  @Field(() => String, { description: "What is wrong and what to do, for a person." })
  message!: string;

  @Field(() => [String], { nullable: true, description: "The path of the input field at fault, where there is one." })
  field?: readonly string[] | null;

  @Field(() => [String], { description: "Codes of what stands in the way; empty where the code says it all." })
  blockers!: readonly string[];

  @Field(() => String, { nullable: true, description: "The state that the record is in, for ILLEGAL_TRANSITION." })
  from?: string | null;

  @Field(() => String, { nullable: true, description: "The action that was attempted, for ILLEGAL_TRANSITION." })
  attempted?: string | null;
}

type RefusalDetail = Partial<Pick<Refusal, "field" | "blockers" | "from" | "attempted">>;

/** One refusal. */
export function refusal(code: RefusalCode, message: string, detail: RefusalDetail = {}): Refusal {
  return Object.assign(new Refusal(), {
    field: null,
    from: null,
    attempted: null,
    blockers: [],
    ...detail,
    code,
    message,
  });
}

/** Ends a change: everything it did is rolled back and the refusals become its answer. */
export class Refused extends Error {
  readonly refusals: readonly Refusal[];

  constructor(...refusals: readonly Refusal[]) {
    super(refusals.map(({ code, message }) => `${code}: ${message}`).join("; "));
    this.refusals = refusals;
  }
}

/** The refusal for a record that isn't there or may not be seen: the same words for both. */
export function notFound(what: string, field: readonly string[]): Refusal {
  return refusal("NOT_FOUND", `No ${what} with this id that you may see. Check the id.`, { field });
}
