import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable } from '@/components/ui/data-table';
import { Figure } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { DataGapsDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';

/** Records with something missing, by what is missing; each count opens the people. */
export function DataGapsPanel() {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({ query: DataGapsDocument, variables: { asOf, lang: i18n.language } });
  return (
    <Panel title={t('staff.gaps.title')} flush>
      <QueryView result={result} skeleton={<SkeletonTable rows={4} />}>
        {({ dataGaps }) => {
          const open = dataGaps.filter(({ count }) => count > 0);
          return open.length === 0 ? (
            <EmptyState title={t('staff.gaps.none')}>{t('staff.gaps.noneText')}</EmptyState>
          ) : (
            <DataTable
              caption={t('staff.gaps.title')}
              rows={open}
              rowKey={({ code }) => code}
              columns={[
                {
                  id: 'label',
                  header: t('staff.gaps.kind'),
                  cell: ({ code, label }) => (
                    <Link to="/staff" search={{ gap: code }}>
                      {label}
                    </Link>
                  ),
                },
                {
                  id: 'count',
                  header: t('staff.gaps.count'),
                  align: 'right',
                  inCard: true,
                  cell: ({ count }) => <Figure value={count} />,
                },
              ]}
            />
          );
        }}
      </QueryView>
    </Panel>
  );
}
