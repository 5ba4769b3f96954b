/** Now, in ms of the machine's monotonic clock: one clock for all its processes, which nobody sets. */
export const machineNow = (): number => Number(process.hrtime.bigint()) / 1e6;
