/**
 * graphql-js's messages for operations that don't fit the schema name its types, fields and arguments. Where clients may
 * not ask for the schema they may not learn it from mistakes either: these are the same messages with the client's own
 * words alone. Everything without a line here gets one sentence that says nothing.
 */
const unnamed = "This doesn't fit the graph. Check it against the published schema.";

/** Messages that name only what the client wrote. */
const harmless = [
  /^Unknown (type|directive|fragment) "/,
  /^Unknown argument "\w+" on directive "@\w+"/,
  /^Directive "@\w+" may not be used on \w+\.$/,
  /^The directive "@\w+" can only be used once at this location\.$/,
  /^Fragment ("\w+" )?cannot condition on non composite type "\w+"\.$/,
  /^Fragment "\w+" is never used\.$/,
  /^Variable "\$\w+" (is not defined|is never used)( (by|in) operation "\w+")?\.$/,
  /^Variable "\$\w+" cannot be non-input type "[\w![\]]+"\.$/,
  /^Variable "\$\w+" of (required|non-null) type "[\w![\]]+" (was not provided|must not be null)\.$/,
  /^There can be only one \w+( \w+)? named "\$?\w+"\.$/,
  /^This anonymous operation must be the only defined operation\.$/,
  /^(Subscription "\w+"|Anonymous Subscription) must (not )?select /,
  /^A subscription follows one field\. /,
  /^Introspection is off here\. /,
  /^Fragment `\w+` spreads itself\. /,
  /^Too many validation errors, /,
];

/** What stands in place of a message, `$1` being the client's word in it. */
const rewritten: readonly (readonly [RegExp, string])[] = [
  [/^Cannot query field "(\w+)" on type .*$/s, 'Cannot query field "$1" here.'],
  [/^Field "(\w+)" must not have a selection since .*$/s, 'Field "$1" must not have a selection.'],
  [/^Field "(\w+)" of type .* must have .*$/s, 'Field "$1" must have a selection of subfields.'],
  [
    /^Field "(\w+)" argument .* is required, but it was not provided\.$/s,
    'Field "$1" lacks an argument that it needs.',
  ],
  [/^Unknown argument "(\w+)" on field .*$/s, 'Unknown argument "$1".'],
  [/^Fragment "(\w+)" cannot be spread here as .*$/s, 'Fragment "$1" cannot be spread here.'],
  [/^Fragment cannot be spread here as .*$/s, "This fragment cannot be spread here."],
  [/^Fields "(\w+)" conflict because .*$/s, 'Fields "$1" conflict. Use different aliases to fetch both.'],
  [/^Field "(\w+)" is not defined by type .*$/s, 'Unknown field "$1" in this value.'],
  [
    /^Variable "\$(\w+)" of type .* used in position .*$/s,
    'Variable "$$$1" has a type that doesn\'t fit where it is used.',
  ],
  [
    /^Variable "\$(\w+)" is of type .* but must be .*$/s,
    'Variable "$$$1" has a type that doesn\'t fit where it is used.',
  ],
];

const wrongVariable = /^Variable "\$(\w+)" got invalid value /;

/** The message of a validation or of a variable's coercion with no name in it that the client didn't write. */
export function withoutSchemaNames(message: string): string {
  if (harmless.some((form) => form.test(message))) return message;
  const variable = wrongVariable.exec(message)?.[1];
  if (variable !== undefined)
    return `Variable "$${variable}" got a value that doesn't fit${placeIn(message, variable)}.`;
  const found = rewritten.find(([form]) => form.test(message));
  return found ? message.replace(...found) : unnamed;
}

/** Where in a variable's value the mistake is, by the keys that the client gave; nothing for the value as a whole. */
function placeIn(message: string, variable: string): string {
  const place = new RegExp(` at "(${variable}[\\w.[\\]]+)"; `).exec(message)?.[1];
  return place === undefined ? "" : ` at "${place}"`;
}
