/** What breaks between a node and its database. */
export type Fault = "connections are cut" | "PostgreSQL is stopped" | "its disk is full";

/** What a node logs as errors while its database is away, each about something that is tried again. */
const messages = new Set<unknown>([
  "the database is out of reach: operations are refused",
  "what fell due isn't done: the next sweep tries again",
  "what falls due can't be read: the next sweep tries again",
  "the ledger can't be kept: the next round tries again",
]);

/** What the driver and the operating system say of a connection that the other side has cut. */
const cut = /^(Connection terminated( unexpectedly| between two statements of a change)?|.*\b(ECONNRESET|EPIPE)\b.*)$/;
/** The same where nobody listens, and what PostgreSQL says as it stops, crashes and starts (57P01 to 57P03). */
const stopped = { said: /\b(ECONNREFUSED|ENOENT)\b/, codes: new Set<unknown>(["57P01", "57P02", "57P03"]) };
/** PostgreSQL's code for a full disk. */
const diskFull = "53100";

interface LoggedError {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly cause?: LoggedError;
}

function causes(error: LoggedError | undefined): LoggedError[] {
  return error === undefined ? [] : [error, ...causes(error.cause)];
}

const isSaid: Readonly<Record<Fault, (error: LoggedError) => boolean>> = {
  "connections are cut": ({ message }) => cut.test(String(message)),
  "PostgreSQL is stopped": (error) =>
    isSaid["connections are cut"](error) || stopped.codes.has(error.code) || stopped.said.test(String(error.message)),
  "its disk is full": (error) => isSaid["PostgreSQL is stopped"](error) || error.code === diskFull,
};

/** Tells whether a line of a node's log is an error that such a fault leads to, and that nothing else does. */
export const saidWhen =
  (fault: Fault) =>
  (line: string): boolean => {
    if (!line.startsWith("{")) return false;
    const { level, msg, err } = JSON.parse(line) as { level?: unknown; msg?: unknown; err?: LoggedError };
    return level === "error" && messages.has(msg) && causes(err).some(isSaid[fault]);
  };
