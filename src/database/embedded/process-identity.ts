import { readFileSync } from "node:fs";

/**
 * What tells a live process from every other that had or will have its number: the system's boot and the moment the
 * process started (Linux, proc(5): field 22 of stat). Null when there is no such process, or the system doesn't say.
 */
export function processIdentity(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets, and may hold spaces and brackets itself.
    const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const state = afterName[0];
    return state === "Z" || state === "X" ? null : `${boot}/${afterName[19]}`;
  } catch {
    return null;
  }
}
