import { keyBytes } from "./secret-box.ts";

/** Reads keys of 32 bytes in base64, separated by commas or white space; adds to `mistakes` what is wrong, and no key. */
export function secretsKeysFrom(text: string | null, mistakes: string[]): readonly Buffer[] {
  const written = (text ?? "").split(/[\s,]+/).filter((each) => each !== "");
  const keys = written.map((each) => Buffer.from(each, "base64"));
  const wrong = keys.filter(
    (key, index) => key.length !== keyBytes || key.toString("base64").replace(/=+$/, "") !== canonical(written[index]),
  );
  if (wrong.length > 0) {
    mistakes.push(
      `WEBHOOK_SECRETS_KEY must be ${keyBytes} bytes in base64, as \`openssl rand -base64 ${keyBytes}\` gives them; the first of several seals, each opens.`,
    );
  }
  return wrong.length > 0 ? [] : keys;
}

const canonical = (text = ""): string => text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
