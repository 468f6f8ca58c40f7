import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messages as en } from '../en';
import { messages as vi } from '../vi';

type Tree = { [key: string]: Tree | string };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const keys = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') keys.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) keys.set(inner, text);
  }
  return keys;
}

const vietnamese = flatten(vi as Tree);
const english = flatten(en as Tree);
const namespaces = Object.keys(vi).join('|');

const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.includes('__tests__') && !name.startsWith('gql'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n');

/** Keys written out, and patterns of keys put together from parts. */
const literal = [...source.matchAll(new RegExp(`'((?:${namespaces})\\.[\\w.]+)'`, 'g'))].map(
  ([, key]) => key!,
);
const composed = [...source.matchAll(new RegExp(`\`((?:${namespaces})\\.[^\`:]*\\$\\{[^\`:]*)\``, 'g'))].map(
  ([, text]) => new RegExp(`^${text!.replace(/\./g, '\\.').replace(/\$\{[^}]*\}/g, '[\\w]+')}$`),
);

describe('messages', () => {
  it('exist in both languages under the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...vietnamese.keys()].sort());
  });

  it('take the same values in both languages', () => {
    const slots = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    const different = [...vietnamese].filter(
      ([key, text]) => slots(text).join() !== slots(english.get(key) ?? '').join(),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('are never empty', () => {
    const empty = [...vietnamese, ...english].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it('exist for every key that the source names', () => {
    expect(literal.length).toBeGreaterThan(150);
    expect(literal.filter((key) => !vietnamese.has(key))).toEqual([]);
    const hollow = composed.filter((pattern) => ![...vietnamese.keys()].some((key) => pattern.test(key)));
    expect(hollow).toEqual([]);
  });

  it('are all used', () => {
    const named = new Set(literal);
    const unused = [...vietnamese.keys()].filter(
      (key) => !named.has(key) && !key.startsWith('codes.') && !composed.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it('of English carry no Vietnamese letters except names', () => {
    const foreign = [...english].filter(
      ([key, text]) =>
        /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i.test(text) &&
        !['common.product', 'common.language.vi'].includes(key),
    );
    expect(foreign).toEqual([]);
  });
});
