import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Columns, PageHeader } from '@/components/ui/page';
import { EmptyState } from '@/components/ui/states';
import { RetirementsPanel } from '@/features/calculator/components/retirements-panel';
import { HeadcountTotals } from '@/features/headcount/components/headcount-totals';
import { OverQuotaPanel } from '@/features/headcount/components/over-quota-panel';
import { PendingChangesPanel } from '@/features/staff/components/change-panels';
import { DataGapsPanel } from '@/features/staff/components/data-gaps-panel';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { useMay, useViewer } from '@/lib/viewer';

/** What waits for the reader, then the figures of the day within what they may see; people without figures get the way to what is theirs. */
export function HomePage() {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const viewer = useViewer();
  const figures = useMay('headcount.quota:read');
  const people = useMay('staff.core:read');
  return (
    <>
      <PageHeader
        title={t('common.nav.home')}
        detail={[viewer.unit?.name, t('headcount.onDay', { day: formatDay(asOf) })]
          .filter(Boolean)
          .join(' · ')}
      />
      {people && <PendingChangesPanel />}
      {figures && <HeadcountTotals />}
      <Columns>
        {figures && <OverQuotaPanel />}
        {people && <RetirementsPanel />}
        {people && <DataGapsPanel />}
      </Columns>
      {!figures && !people && (
        <EmptyState
          title={t('common.home.noFigures')}
          action={
            viewer.staff ? (
              <Link to="/staff/$staffId" params={{ staffId: viewer.staff.id }}>
                {t('auth.ownRecord')}
              </Link>
            ) : (
              <Link to="/org">{t('common.nav.org')}</Link>
            )
          }
        >
          {t(viewer.staff ? 'common.home.ownOnly' : 'common.home.noFiguresText')}
        </EmptyState>
      )}
    </>
  );
}
