#!/usr/bin/env node
import "reflect-metadata";
import { readConfig, showsStacks } from "./config.ts";
import { commands, UsageError, usage } from "./processes/commands.ts";
import { reasonOf } from "./reason.ts";

const [name = "start", ...words] = process.argv.slice(2);

/** Where the log isn't open yet, a mistake is told to the person at the terminal. */
function fail(error: unknown): never {
  console.error(reasonOf(error));
  if (showsStacks()) console.error(error);
  if (error instanceof UsageError) console.error(`\n${usage}`);
  process.exit(1);
}

const command = Object.hasOwn(commands, name) ? commands[name as keyof typeof commands] : undefined;
if (!command) fail(new UsageError(`Unknown command: ${name}`));
await command(words, readConfig).catch(fail);
