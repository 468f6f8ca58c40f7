import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListHead } from '@/components/list-head';
import { ListRows } from '@/components/list-rows';
import { Tag } from '@/components/ui/chip';
import type { Column } from '@/components/ui/data-table';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { EmptyState } from '@/components/ui/states';
import { ChangePageDocument, type ChangeRowFragment } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';
import { formatInstant } from '@/lib/day';
import type { PagePlace } from '@/lib/page-moves';
import { useListChange } from '@/lib/use-list-change';
import { askedState, changeStates, type ChangeStateFilter } from '../change-search';
import { ChangeDecision } from './change-decision';
import { ChangedFields } from './changed-fields';
import styles from './change-page.module.css';

const route = getRouteApi('/inside/staff/changes');
const pageSize = 50;
// An empty list holds no change by which the cache would know that a new one concerns it.
const context = { additionalTypenames: ['RecordChange'] };
const tones = { PENDING: 'amber', VERIFIED: 'green', REJECTED: 'red', WITHDRAWN: 'plain' } as const;

/** Declared changes of all records in sight, those that wait first, with the decision for those who may take it. */
export function ChangePageView({ actions }: { actions: ReactNode }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [done, setDone] = useState<string>();
  const state = search.state ?? 'PENDING';
  const result = useQuery({
    query: ChangePageDocument,
    variables: { state: askedState(state), first: pageSize, after: search.after },
    context,
  });
  const reload = () => result[1]({ requestPolicy: 'network-only' });
  const go = useListChange<PagePlace>();

  function filter(next: ChangeStateFilter = 'PENDING') {
    setDone(undefined);
    void navigate({ search: { state: next === 'PENDING' ? undefined : next } });
  }

  return (
    <>
      <ListHead
        title={t('common.nav.staffChanges')}
        actions={actions}
        filters={
          <Select
            aria-label={t('changes.filter')}
            value={state}
            options={changeStates.map((value) => ({
              value,
              label: value === 'ALL' ? t('changes.all') : t(`codes.changeState.${value}`),
            }))}
            onChange={filter}
          />
        }
      />
      {done && <Notice tone="success">{done}</Notice>}
      <ListRows
        result={result}
        rowsOf={({ recordChanges }) => recordChanges}
        caption={t('common.nav.staffChanges')}
        columns={columns(t, { onDone: setDone, onReload: reload })}
        empty={() => (
          <EmptyState title={t(state === 'PENDING' ? 'changes.noneWaiting' : 'changes.none')}>
            {t('changes.noneText')}
          </EmptyState>
        )}
        place={search}
        onMove={go}
        size={pageSize}
        skeletonRows={8}
      />
    </>
  );
}

interface Hooks {
  onDone: (message: string) => void;
  onReload: () => void;
}

function columns(t: TFunction, hooks: Hooks): Column<ChangeRowFragment>[] {
  const column = (id: string, cell: Column<ChangeRowFragment>['cell'], width?: string) => ({
    id,
    header: t(`changes.column.${id}`),
    cell,
    width,
    inCard: true,
  });
  return [
    column(
      'who',
      ({ staff }) => (
        <>
          <Link to="/staff/$staffId" params={{ staffId: staff.id }}>
            {staff.fullName}
          </Link>
          <div className={styles.soft}>{staff.code}</div>
        </>
      ),
      '14%',
    ),
    column('section', ({ section, kind }) => (
      <>
        {codeLabel(t, 'changeSection', section)}
        <div className={styles.soft}>{codeLabel(t, 'changeKind', kind)}</div>
      </>
    )),
    column('change', (change) => <ChangedFields change={change} />, '28%'),
    column('evidence', ({ evidence }) => <span className={styles.evidence}>{evidence}</span>, '22%'),
    column('declared', ({ declaredBy, declaredAt }) => (
      <>
        {declaredBy}
        <div className={styles.soft}>{formatInstant(declaredAt)}</div>
      </>
    )),
    column('state', (change) => (
      <div className={styles.state}>
        <Tag tone={tones[change.state]}>{codeLabel(t, 'changeState', change.state)}</Tag>
        {change.decidedBy && change.decidedAt && (
          <span className={styles.soft}>
            {t('changes.decided', { by: change.decidedBy, at: formatInstant(change.decidedAt) })}
          </span>
        )}
        {change.reason && <span>{t('changes.because', { reason: change.reason })}</span>}
        <ChangeDecision change={change} {...hooks} />
      </div>
    )),
  ];
}
