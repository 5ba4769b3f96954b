import { GraphQLError, type GraphQLSchema, getVariableValues, type VariableDefinitionNode } from "graphql";

/** How many mistakes in the variables are told; of any others only that there are some. */
const longestList = 5;

type Coercion =
  | { readonly coerced: Readonly<Record<string, unknown>>; readonly errors?: never }
  | { readonly coerced?: never; readonly errors: readonly GraphQLError[] };

/**
 * An operation's variables as their types want them, or the errors of those that don't fit, as graphql-js has them: the
 * first five, and one more, BAD_USER_INPUT, where there are others. Looks no further than that.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  given: Readonly<Record<string, unknown>>,
): Coercion {
  const { coerced, errors } = getVariableValues(schema, definitions, given, { maxErrors: longestList });
  if (!errors) return { coerced };
  return { errors: errors.length > longestList ? [...errors.slice(0, longestList), othersLeftOut()] : errors };
}

const othersLeftOut = (): GraphQLError =>
  new GraphQLError(
    `More values in the variables don't fit. Put the ${longestList} that are named right, then try again.`,
    {
      extensions: { code: "BAD_USER_INPUT" },
    },
  );
