export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'bienche.language';
let current: Language = read();

function read(): Language {
  const stored = globalThis.localStorage?.getItem(storageKey);
  return stored === 'en' ? 'en' : 'vi';
}

export function currentLanguage(): Language {
  return current;
}

export function rememberLanguage(language: Language): void {
  current = language;
  globalThis.localStorage?.setItem(storageKey, language);
  document.documentElement.lang = language;
}
