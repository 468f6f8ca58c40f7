import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListHead, type Chip } from '@/components/list-head';
import { ListRows } from '@/components/list-rows';
import { Button } from '@/components/ui/button';
import type { Column } from '@/components/ui/data-table';
import { Figure } from '@/components/ui/figure';
import { EmptyState } from '@/components/ui/states';
import { UnitLink } from '@/components/unit-link';
import { ImpactListDocument, type ImpactHeadFragment } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';
import { formatInstant } from '@/lib/day';
import { useListChange } from '@/lib/use-list-change';
import { useMay } from '@/lib/viewer';
import { cellText, moneyDifference } from '../impact-words';
import { periodText } from '../period-text';
import type { ImpactListSearch } from '../search';
import { ImpactChange } from './impact-change';
import { ImpactDialog } from './impact-dialog';
import { LawNav } from './law-nav';
import styles from './law.module.css';
import { ParameterSelect, useParameter } from './parameter-select';

const route = getRouteApi('/inside/law/impacts');
const pageSize = 50;
const context = { additionalTypenames: ['LawImpact'] };

/** The analyses that the reader had made, newest first. */
export function ImpactListView() {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const change = useListChange<ImpactListSearch>();
  const analyses = useMay('rule.impact:read');
  const [starting, setStarting] = useState(false);
  const { parameter } = search;
  const named = useParameter(parameter);
  const result = useQuery({
    query: ImpactListDocument,
    variables: { parameter, lang: i18n.language, first: pageSize, after: search.after },
    // An analysis goes on behind the page's back.
    requestPolicy: 'cache-and-network',
    context,
  });
  const chips: Chip[] = parameter
    ? [{ label: named?.label ?? parameter, onRemove: () => change({ parameter: undefined }) }]
    : [];
  return (
    <>
      <ListHead
        above={<LawNav />}
        title={t('law.impacts.title')}
        detail={t('law.impacts.about')}
        actions={
          analyses && (
            <Button kind="primary" aria-haspopup="dialog" onClick={() => setStarting(true)}>
              {t('law.impact.start')}
            </Button>
          )
        }
        filters={<ParameterSelect value={parameter} onChange={(next) => change({ parameter: next })} />}
        chips={chips}
      />
      <ListRows
        result={result}
        rowsOf={({ lawImpacts }) => lawImpacts}
        caption={t('law.impacts.title')}
        tall
        columns={columns(t)}
        empty={() => (
          <EmptyState title={t(parameter ? 'law.impacts.noMatch' : 'law.impacts.none')}>
            {t('law.impacts.noneText')}
          </EmptyState>
        )}
        place={search}
        onMove={change}
        size={pageSize}
      />
      {starting && <ImpactDialog start={{}} onClose={() => setStarting(false)} />}
    </>
  );
}

function columns(t: TFunction): Column<ImpactHeadFragment>[] {
  return [
    {
      id: 'parameter',
      header: t('law.parameter'),
      cell: (impact) => (
        <div className={styles.lines}>
          <Link to="/law/impacts/$impactId" params={{ impactId: impact.id }}>
            {impact.parameter.label}
          </Link>
          <span className={styles.soft}>{cellText(t, impact)}</span>
        </div>
      ),
    },
    {
      id: 'change',
      header: t('law.impact.change'),
      inCard: true,
      cell: (impact) => <ImpactChange impact={impact} />,
    },
    { id: 'period', header: t('law.choice.period'), inCard: true, cell: (row) => periodText(t, row) },
    {
      id: 'whom',
      header: t('law.impact.whom'),
      cell: ({ unit }) => (unit ? <UnitLink unit={unit} /> : t('law.impact.everywhere')),
    },
    {
      id: 'changed',
      header: t('law.impact.totals.changed'),
      align: 'right',
      cell: ({ job, totals }) => <Figure value={isDone(job) ? totals.changed : null} />,
    },
    {
      id: 'difference',
      header: t('law.impact.totals.difference'),
      align: 'right',
      inCard: true,
      cell: ({ job, totals }) =>
        isDone(job) ? (
          <span className={styles.figure}>{moneyDifference(totals.difference)}</span>
        ) : (
          codeLabel(t, 'jobState', job?.state)
        ),
    },
    { id: 'at', header: t('law.impacts.at'), cell: ({ createdAt }) => formatInstant(createdAt) },
  ];
}

/** A job that is no longer kept has ended long ago. */
function isDone(job: ImpactHeadFragment['job']): boolean {
  return job == null || job.state === 'SUCCEEDED';
}
