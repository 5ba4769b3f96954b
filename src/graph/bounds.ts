import { ArrayMaxSize, IsOptional, isURL, Matches, MaxLength, MinLength, ValidateBy } from "class-validator";

/** Every character but half a surrogate pair and the controls that no text here needs: line breaks and tabs are allowed. */
const printable = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u;
const oneLine = /^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u;

/** Unicode calls some fillers letters, though nothing shows. */
const somethingToRead = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u;

/** Kept texts are hashed as they stand, so what can't be seen at their ends is refused, not cut off. */
const withoutBlankEnds = /^(?!\s).*(?<!\s)$/su;

const together =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };

const written = (max: number): PropertyDecorator =>
  together(
    Matches(somethingToRead, { message: "$property must not be blank: it holds at least one letter or digit." }),
    Matches(withoutBlankEnds, { message: "$property must not begin or end with white space." }),
    MaxLength(max, { message: `$property has at most ${max} characters.` }),
  );

/** A line of text, at most `max` characters, with a letter or digit, without blank ends or control characters. */
export const Line = (max: number): PropertyDecorator =>
  together(written(max), Matches(oneLine, { message: "$property must be one line without control characters." }));

/** Whether a text is what `Line` takes. */
export const isLine = (text: string, max: number): boolean =>
  text.length <= max && somethingToRead.test(text) && withoutBlankEnds.test(text) && oneLine.test(text);

/** Text of one or more lines, at most `max` characters, with a letter or digit, without blank ends or control characters. */
export const Text = (max: number): PropertyDecorator =>
  together(
    written(max),
    Matches(printable, { message: "$property must not hold control characters other than line breaks and tabs." }),
  );

/**
 * A link that people will follow, at most `max` characters: http or https, a host that can be looked up, and nothing by
 * which it reads as another address: no user or password before the host, and the characters of RFC 3986 alone.
 */
export const WebAddress = (max: number): PropertyDecorator =>
  together(
    Matches(uriCharacters, {
      message:
        "$property takes the characters of RFC 3986 alone: write others percent-encoded, and those of a host as xn--…",
    }),
    ValidateBy({
      name: "isWebAddress",
      validator: {
        validate: (value) => hasScheme.test(String(value)) && isURL(value, webAddress),
        defaultMessage: () => "$property is an http or https address with a host, and without a user or a password.",
      },
    }),
    MaxLength(max, { message: `$property has at most ${max} characters.` }),
  );

const uriCharacters = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/;
/** Asked by itself: the validator takes a scheme without its slashes as well. */
const hasScheme = /^https?:\/\//i;
const webAddress = { protocols: ["https", "http"], require_protocol: true, disallow_auth: true };

/** What a list is searched for: at most `max` characters on one line, not blank, anything that a name can hold. */
export const Search = (max: number): PropertyDecorator =>
  together(
    Matches(/\S/, { message: "$property must not be blank." }),
    MaxLength(max, { message: `$property has at most ${max} characters.` }),
    Matches(oneLine, { message: "$property must be one line without control characters." }),
  );

/** A key of the caller's choosing: 8 to 100 printable ASCII characters. */
export const Key = (): PropertyDecorator =>
  together(
    MinLength(8, { message: "$property has at least 8 characters: use a fresh UUID for each new change." }),
    MaxLength(100, { message: "$property has at most 100 characters." }),
    Matches(/^[\x21-\x7e]*$/, { message: "$property takes printable ASCII characters without spaces." }),
  );

/** The values of a filter, any of which will do: at most 20. May be left out. */
export const Choices = (): PropertyDecorator =>
  together(IsOptional(), ArrayMaxSize(20, { message: "$property names at most 20 values." }));
