import { type DestinationStream, type LevelWithSilent, type Logger, pino } from "pino";

export type Log = Logger;

export interface LogSettings {
  readonly level: LevelWithSilent;
  /** Where the lines go; standard output by default. */
  readonly destination?: DestinationStream;
}

const secrets = ["authorization", "cookie", "token", "tokens", "secret", "password", "proof", "idempotencyKey"];

/** JSON lines, one an event, without secrets: what is named like one is redacted, at the top and one level below. */
export function createLog({ level, destination }: LogSettings): Log {
  const options = {
    level,
    base: undefined,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: "[redacted]" },
    serializers: { err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** A message can repeat what a client sent: a line keeps the beginning of it. */
const longestMessage = 1_000;

interface DescribedError {
  type: string;
  message: string;
  code?: unknown;
  stack?: string | undefined;
  cause?: DescribedError;
}

/**
 * What the log keeps of an error: never its parameters or values, which a database driver's error carries and which
 * can be confidential.
 */
function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { code, driverError, originalError, cause } = error as Error & Record<string, unknown>;
  const below = driverError ?? originalError ?? cause;
  return {
    type: error.constructor.name,
    message: error.message.slice(0, longestMessage),
    ...(code === undefined ? {} : { code }),
    stack: error.stack?.replace(error.message, () => error.message.slice(0, longestMessage)),
    ...(below instanceof Error && below !== error && depth < 4 ? { cause: describeError(below, depth + 1) } : {}),
  };
}
