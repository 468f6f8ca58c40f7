import { useTranslation } from 'react-i18next';
import { ScreenNav } from '@/components/screen-nav';
import { useMay } from '@/lib/viewer';

/** One case at a time, or a whole list: absent for those who may read no computation that is kept. */
export function ComputationNav() {
  const { t } = useTranslation();
  if (!useMay('staff.computation:read')) return null;
  return (
    <ScreenNav
      label={t('computation.nav.label')}
      screens={[
        { to: '/calculators', label: t('computation.nav.single') },
        { to: '/calculators/batches', label: t('computation.nav.batches') },
      ]}
    />
  );
}
