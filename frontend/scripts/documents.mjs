// Writes dist/.vite/documents.json: the SHA-256 of every document that the application sends, with its text as the
// client prints it (with __typename in every selection). The server answers browsers nothing else. A test of the
// client holds that this is what it really sends.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDocument, stringifyDocument } from '@urql/core';
import { runnerImport } from 'vite';

const root = new URL('..', import.meta.url).pathname;
const { module } = await runnerImport(join(root, 'src/gql/graphql.ts'), { configFile: false, root });
const documents = {};
for (const [name, document] of Object.entries(module)) {
  if (!name.endsWith('Document')) continue; // a fragment is sent within those that spread it
  const text = stringifyDocument(formatDocument(document));
  documents[createHash('sha256').update(text, 'utf8').digest('hex')] = text;
}
mkdirSync(join(root, 'dist/.vite'), { recursive: true });
writeFileSync(join(root, 'dist/.vite/documents.json'), JSON.stringify(documents, null, 1));
console.log(`dist/.vite/documents.json: ${Object.keys(documents).length} documents`);
