import { readdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { importX } from 'eslint-plugin-import-x';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const src = new URL('./src', import.meta.url).pathname;
const features = readdirSync(`${src}/features`);
const shared = ['./src/components', './src/lib', './src/i18n', './src/testing'];

/** shared ← features ← app, and no feature knows another. */
const zones = [
  { target: './src/features', from: './src/app' },
  ...shared.map((target) => ({ target, from: ['./src/features', './src/app'] })),
  ...features.map((name) => ({
    target: `./src/features/${name}`,
    from: './src/features',
    except: [`./${name}`],
  })),
];

/** Finds our own modules, by path or by the alias "@/"; packages are none of the zones' business. */
const ownModules = {
  interfaceVersion: 3,
  name: 'own-modules',
  resolve(source, file) {
    const base = source.startsWith('@/')
      ? resolve(src, source.slice(2))
      : source.startsWith('.')
        ? resolve(dirname(file), source)
        : undefined;
    const path = ['', '.ts', '.tsx', '/index.ts']
      .map((end) => base + end)
      .find((candidate) => base && statSync(candidate, { throwIfNoEntry: false })?.isFile());
    return path === undefined ? { found: false } : { found: true, path };
  },
};

const kebabCase = {
  rules: {
    'file-name': {
      create(context) {
        return {
          Program(node) {
            const name = context.filename.split('/').at(-1);
            if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(name)) {
              context.report({ node, message: `${name}: file names are kebab-case` });
            }
          },
        };
      },
    },
  },
};

export default tseslint.config(
  { ignores: ['dist', 'src/gql', 'node_modules'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    plugins: { 'import-x': importX, 'react-hooks': hooks, project: kebabCase },
    settings: {
      'import-x/resolver-next': [ownModules],
      'import-x/extensions': ['.ts', '.tsx'],
    },
    rules: {
      'project/file-name': 'error',
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'antd', message: 'Use the wrappers of src/components/ui.' }],
          patterns: [
            {
              group: ['antd/*', '@ant-design/*', 'echarts', 'echarts/*'],
              message: 'Use the wrappers of src/components/ui.',
            },
          ],
        },
      ],
    },
  },
  { files: ['src/components/ui/**'], rules: { 'no-restricted-imports': 'off' } },
);
