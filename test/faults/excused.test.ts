import { describe, expect, it } from "vitest";
import { createLog } from "../../src/server/log.ts";
import { type Fault, saidWhen } from "./excused.ts";

/** A line as a node logs it. */
function line(msg: string, err: unknown, level: "error" | "fatal" = "error"): string {
  const written: string[] = [];
  createLog({ level: "info", destination: { write: (text) => void written.push(text) } })[level]({ err }, msg);
  return written.join("").trim();
}
const failure = (message: string, more: object = {}) => Object.assign(new Error(message), more);
const refused = "the database is out of reach: operations are refused";
const sweep = "what falls due can't be read: the next sweep tries again";
const faults: readonly Fault[] = ["connections are cut", "PostgreSQL is stopped", "its disk is full"];
const excusing = (text: string) => faults.filter((fault) => saidWhen(fault)(text));

describe("an error in a node's log", () => {
  it.each<[string, unknown, readonly Fault[]]>([
    ["a connection that was cut", failure("Connection terminated unexpectedly"), faults],
    [
      "a change that lost its connection",
      failure("Connection terminated between two statements of a change", { cause: failure("released") }),
      faults,
    ],
    ["a connection that was reset", failure("read ECONNRESET", { code: "ECONNRESET", syscall: "read" }), faults],
    [
      "a statement of TypeORM's that failed so",
      failure("query failed", { driverError: failure("Connection terminated unexpectedly") }),
      faults,
    ],
    ["nobody who listens", failure("connect ECONNREFUSED /run/x", { code: "ECONNREFUSED" }), faults.slice(1)],
    ["a socket that is gone", failure("connect ENOENT /run/x", { code: "ENOENT" }), faults.slice(1)],
    ["a server that stops", failure("terminating connection", { code: "57P01" }), faults.slice(1)],
    ["a server that crashed", failure("crash of another process", { code: "57P02" }), faults.slice(1)],
    ["a server that starts", failure("the database system is starting up", { code: "57P03" }), faults.slice(1)],
    ["a full disk", failure("could not extend file", { code: "53100" }), faults.slice(2)],
  ])("is excused where it says %s, and such was the fault", (_, error, excused) => {
    expect(excusing(line(refused, error))).toEqual(excused);
    expect(excusing(line(sweep, error))).toEqual(excused);
  });

  it.each<[string, string]>([
    ["a fault of the program in a sweep", line(sweep, new TypeError("x is undefined"))],
    ["a statement that is wrong", line(sweep, failure("column does not exist", { code: "42703" }))],
    ["a lock that wasn't had", line(refused, failure("canceling statement", { code: "55P03" }))],
    ["a disk that someone speaks of", line(sweep, failure("no space left: 53100"))],
    ["what is no error of the database", line(refused, undefined)],
    ["another message", line("an operation failed", failure("Connection terminated unexpectedly"))],
    ["a message that goes on", line(`${refused}, and more`, failure("Connection terminated unexpectedly"))],
    ["a fatal one", line(refused, failure("Connection terminated unexpectedly"), "fatal")],
    ["a trace", "    at Sweep (sweep.ts:1): the database is out of reach: operations are refused"],
  ])("is never excused where it is %s", (_, text) => {
    expect(excusing(text)).toEqual([]);
  });
});
