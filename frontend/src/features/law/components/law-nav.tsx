import { useTranslation } from 'react-i18next';
import { ScreenNav } from '@/components/screen-nav';
import { useMay } from '@/lib/viewer';

/** The screens of the law beside one another: one entry of the main menu leads to all of them. */
export function LawNav() {
  const { t } = useTranslation();
  const choices = useMay('rule.choice:read');
  const impacts = useMay('rule.impact:read');
  return (
    <ScreenNav
      label={t('law.nav.label')}
      screens={[
        { to: '/law', label: t('law.nav.parameters') },
        { to: '/law/documents', label: t('law.nav.documents') },
        ...(choices ? [{ to: '/law/choices' as const, label: t('law.nav.choices') }] : []),
        ...(impacts ? [{ to: '/law/impacts' as const, label: t('law.nav.impacts') }] : []),
      ]}
    />
  );
}
