type Failure = Error & Readonly<Record<string, unknown>>;

/** What fails for want of the database has these codes: PostgreSQL's classes, and the operating system's names. */
const outageCodes =
  /^(08...|53...|57P0[1-3]|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/;

/** A transaction that its own program left idle is ended by the server too, and is a fault. */
const idleInTransaction = "25P03";

/** What `pg` says of a connection that broke or never came about, without a code. */
const outageMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

/**
 * Whether something failed because the database can't be reached or takes no more connections, wherever in the error's
 * causes that is said: the same may succeed later. Of what was being committed then nobody knows whether it was done.
 */
export function isOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false;
  const { code, severity, syscall, errors, driverError, originalError, cause } = error as Failure;
  if (severity !== undefined) {
    // The server ends a connection, or refuses one, with FATAL and no other way.
    return (
      code !== idleInTransaction && (severity === "FATAL" || severity === "PANIC" || outageCodes.test(String(code)))
    );
  }
  if (networkCalls.has(syscall) && outageCodes.test(String(code))) return true;
  if (outageMessages.test(error.message)) return true;
  const below = [driverError, originalError, cause, ...(Array.isArray(errors) ? errors : [])];
  return below.some((one) => one !== error && isOutage(one, depth + 1));
}

const networkCalls = new Set<unknown>(["connect", "read", "write", "getaddrinfo"]);
