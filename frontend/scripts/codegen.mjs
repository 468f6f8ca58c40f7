// Writes src/gql/graphql.ts from the server's schema and every .graphql file of the features: one typed document
// per operation, imported by name. The client preset is called directly because its command-line tool brings
// network loaders that this project has no use for and that refuse Node 20.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import { preset } from '@graphql-codegen/client-preset';
import { buildSchema, parse, print, printSchema, validate } from 'graphql';

const root = new URL('..', import.meta.url).pathname;
const schemaFile = join(root, '../graph/schema.graphql');
const output = join(root, 'src/gql/graphql.ts');

const schemaAst = buildSchema(readFileSync(schemaFile, 'utf8'));
const documents = readdirSync(join(root, 'src'), { recursive: true })
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => {
    const location = join(root, 'src', name);
    const rawSDL = readFileSync(location, 'utf8');
    return { location, rawSDL, document: parse(rawSDL) };
  });

const all = documents.flatMap(({ document }) => document.definitions);
const faults = validate(schemaAst, { kind: 'Document', definitions: all });
if (faults.length > 0) {
  for (const fault of faults) {
    const name = fault.nodes?.[0] ? print(fault.nodes[0]).split('\n')[0] : '';
    console.error(`${fault.message}\n    ${name}`);
  }
  process.exit(1);
}

const sections = await preset.buildGeneratesSection({
  baseOutputDir: 'src/gql/',
  schema: parse(printSchema(schemaAst)),
  schemaAst,
  documents,
  plugins: [],
  pluginMap: {},
  config: {
    useTypeImports: true,
    enumType: 'string-literal',
    strictScalars: true,
    scalars: {
      ID: 'string',
      Date: 'string',
      DateTime: 'string',
      Money: 'number',
      Decimal: 'string',
    },
  },
  presetConfig: { fragmentMasking: false },
});
const types = sections.find(({ filename }) => filename.endsWith('graphql.ts'));
const text = await codegen(types);
mkdirSync(join(root, 'src/gql'), { recursive: true });
if (!existsSync(output) || readFileSync(output, 'utf8') !== text) writeFileSync(output, text);
console.log(`src/gql/graphql.ts: ${documents.length} operation files`);
