import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from '@/i18n';
import { languages, type Language } from '@/i18n/language';
import styles from './language-switch.module.css';

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const router = useRouter();

  async function choose(language: Language) {
    await changeLanguage(language);
    await router.invalidate();
  }

  return (
    <div role="group" aria-label={t('common.language.label')} className={styles.group}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          className={styles.choice}
          aria-pressed={i18n.language === language}
          onClick={() => void choose(language)}
        >
          {language.toUpperCase()}
          <span className="visually-hidden">{t(`common.language.${language}`)}</span>
        </button>
      ))}
    </div>
  );
}
