import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DatePicker } from '@/components/ui/date-picker';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { PageHeader, Toolbar } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { UnitSelect } from '@/components/unit-select';
import { PeriodReportDocument } from '@/gql/graphql';
import { formatDay } from '@/lib/day';
import { formatNumber } from '@/lib/number';
import { grouped } from '../figures';
import { FigureTable } from './figure-table';
import styles from './period-report-view.module.css';

const route = getRouteApi('/inside/report/period');

/** The decade of the province's published report. */
const publishedPeriod = { from: '2011-01-01', to: '2020-12-31' };

/** What happened between two days, each figure beside the one that a sent report printed. */
export function PeriodReportView() {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const from = search.from ?? publishedPeriod.from;
  const to = search.to ?? publishedPeriod.to;
  const reversed = from > to;
  const result = useQuery({
    query: PeriodReportDocument,
    variables: { from, to, unit: search.unit, lang: i18n.language },
    pause: reversed,
  });
  const change = (next: typeof search) => void navigate({ search: (before) => ({ ...before, ...next }) });

  return (
    <>
      <PageHeader
        title={t('common.nav.periodReport')}
        detail={t('report.period.between', { from: formatDay(from), to: formatDay(to) })}
      />
      <Toolbar>
        <span className={styles.labelled}>
          <label htmlFor="period-from">{t('report.period.from')}</label>
          <DatePicker id="period-from" value={from} onChange={(day) => change({ from: day })} />
        </span>
        <span className={styles.labelled}>
          <label htmlFor="period-to">{t('report.period.to')}</label>
          <DatePicker id="period-to" value={to} onChange={(day) => change({ to: day })} />
        </span>
        <UnitSelect label={t('org.unit')} value={search.unit} onChange={(unit) => change({ unit })} />
        <FilterToggle
          label={t('report.period.onlyGaps')}
          on={search.only === 'gaps'}
          onChange={(on) => change({ only: on ? 'gaps' : undefined })}
        />
      </Toolbar>
      {reversed ? (
        <EmptyState title={t('report.period.reversed')}>{t('report.period.reversedText')}</EmptyState>
      ) : (
        <QueryView result={result} skeleton={<SkeletonTable rows={16} />}>
          {({ periodReport: { figures } }) => {
            const shown =
              search.only === 'gaps'
                ? figures.filter(({ published }) => published && Number(published.gap) !== 0)
                : figures;
            if (shown.length === 0) {
              return <EmptyState title={t('report.period.empty')}>{t('report.period.emptyText')}</EmptyState>;
            }
            return (
              <>
                <p role="status" className={styles.count}>
                  {t('report.period.count', {
                    shown: formatNumber(shown.length),
                    total: formatNumber(figures.length),
                  })}
                </p>
                {grouped(shown).map((group) => (
                  <FigureTable key={group.domain} group={group} />
                ))}
              </>
            );
          }}
        </QueryView>
      )}
    </>
  );
}
