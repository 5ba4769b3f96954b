import { approvals, denial, directive, release } from "./acts.ts";
import type { Write } from "./script.ts";
import { setScene } from "./setting.ts";

/**
 * Plays the whole story through the public API of the development server at `url`, as each role, and prints each step
 * beside what the vendor's subscription receives. Throws DemoError where there is no such server, or a step fails.
 */
export async function runDemo(url: string, write: Write): Promise<void> {
  const started = performance.now();
  const setting = await setScene(url, write);
  const { ear, script } = setting;
  script.line(`The graph at ${url}/graphql. Lines with « are what the vendor's subscription receives.`);
  try {
    const releaseId = await release(setting);
    const approved = await approvals(setting, releaseId);
    await denial(setting, releaseId);
    await directive(setting, releaseId, approved);
  } finally {
    ear.close();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  script.line(`\nPlayed in ${seconds} s; the vendor received ${ear.count} events.`);
}
