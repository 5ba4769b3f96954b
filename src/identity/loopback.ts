/** Whether a host's name or address can only be this machine: there alone are clear text and open doors allowed. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}
