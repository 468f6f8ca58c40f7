import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { currentLanguage, rememberLanguage, type Language } from './language';

type Messages = Record<string, Record<string, unknown>>;

/** One chunk per language: a Vietnamese reader never downloads the English text. */
const loaders: Record<Language, () => Promise<{ messages: Messages }>> = {
  vi: () => import('./vi'),
  en: () => import('./en'),
};

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  const { messages } = await loaders[language]();
  i18next.addResourceBundle(language, 'translation', messages, true, true);
}

export async function startI18n(): Promise<void> {
  const language = currentLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await load(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export async function changeLanguage(language: Language): Promise<void> {
  await load(language);
  rememberLanguage(language);
  await i18next.changeLanguage(language);
}
