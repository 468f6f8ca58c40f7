import { beforeEach, describe, expect, it } from 'vitest';
import { forgetKept, keepFor } from '../kept-state';

const draft = 'bienche.change-draft.nhansu.1';

describe('drafts kept in a tab', () => {
  beforeEach(() => sessionStorage.clear());

  it('are there again when the same person signs in after their session ended', () => {
    keepFor('nhansu');
    sessionStorage.setItem(draft, '{}');
    keepFor('nhansu');
    expect(sessionStorage.getItem(draft)).toBe('{}');
  });

  it('are gone before another person sees anything', () => {
    keepFor('nhansu');
    sessionStorage.setItem(draft, '{}');
    keepFor('thanhtra');
    expect(sessionStorage.getItem(draft)).toBeNull();
  });

  it('are gone after signing out', () => {
    keepFor('nhansu');
    sessionStorage.setItem(draft, '{}');
    forgetKept();
    expect(sessionStorage.length).toBe(0);
  });
});
