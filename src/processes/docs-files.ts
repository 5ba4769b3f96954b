import { permissionsTable } from "../identity/permissions.ts";
import { checkFiles, type GeneratedFiles, writeFiles } from "./generated-files.ts";

/** The pages of docs/ that are made from the code. */
const docsFiles = (): GeneratedFiles => ({
  "docs/permissions.md": `# Who may do what

Made from \`src/identity/permissions.ts\` by \`npm run docs\`. What is not listed, nobody may do.

${permissionsTable().trim()}
`,
});

/** Writes the generated pages. */
export const writeDocs = (): Promise<void> => writeFiles(docsFiles());

/** Throws where a generated page is not what the code gives. */
export const checkDocs = (): Promise<void> => checkFiles(docsFiles(), "npm run docs");
