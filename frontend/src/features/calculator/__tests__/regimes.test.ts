import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allRegimes, regimesOf } from '../codes';

describe('the regimes that are offered', () => {
  it('are those of the catalogue that are computed, by family', () => {
    const catalogue = readFileSync('../rules/reduction/regimes.yaml', 'utf8');
    const entries = [...catalogue.matchAll(/code: ([^,]+),.*family: (\w+),.*computed: "(yes|no)"/g)].map(
      ([, code, family, computed]) => ({ code, family, computed }),
    );
    const computed = entries.filter((entry) => entry.computed === 'yes');
    expect(computed.map(({ code }) => code).sort()).toEqual([...allRegimes].sort());
    for (const { code, family } of computed) expect(regimesOf[family!], code).toContain(code);
  });
});
