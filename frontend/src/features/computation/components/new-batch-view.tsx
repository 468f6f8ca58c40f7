import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { TextField } from '@/components/ui/fields';
import { Notice } from '@/components/ui/notice';
import { Columns, PageHeader, Panel } from '@/components/ui/page';
import { EmptyState } from '@/components/ui/states';
import { useUnitName } from '@/components/unit-select';
import {
  ComputeSeparationEstimatesDocument,
  StaffCountDocument,
  type SeparationEstimateInput,
} from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay, today } from '@/lib/day';
import type { Problem } from '@/lib/problem';
import { filterOf, type StaffFilterSearch } from '@/lib/staff-filter';
import { useAct } from '@/lib/use-act';
import { useMay } from '@/lib/viewer';
import { peopleText, proposedTitle } from '../words';
import { ComputationNav } from './computation-nav';
import { ListFilter } from './list-filter';
import styles from './computation.module.css';

const route = getRouteApi('/inside/calculators/batches/new');

/** The form that says what is asked of each person, and begins. */
export interface AskProps {
  submit: string;
  busy: boolean;
  refusal: { problem: Problem; text: string } | undefined;
  onSubmit: (estimate: SeparationEstimateInput) => void;
}

interface NewBatchViewProps {
  ask: (props: AskProps) => ReactNode;
}

/** "Tính cho một danh sách": which people, how many they are today, and what is asked of each. */
export function NewBatchView(props: NewBatchViewProps) {
  const { t } = useTranslation();
  if (!useMay('staff.computation:compute')) {
    return (
      <EmptyState page title={t('common.error.FORBIDDEN')}>
        {t('computation.form.noRight')}
      </EmptyState>
    );
  }
  return <NewBatch {...props} />;
}

function NewBatch({ ask }: NewBatchViewProps) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState<string>();
  const unitName = useUnitName(search.unit);
  const count = useCount(search);
  const act = useAct(ComputeSeparationEstimatesDocument, ['title']);
  const title = typed ?? proposedTitle(t, search.unit && (unitName ?? '…'), formatDay(today()));

  async function start(estimate: SeparationEstimateInput) {
    act.ask();
    if (title.trim() === '') return;
    const data = await act.send({ title: title.trim(), filter: filterOf(search), estimate });
    if (!data) return;
    const { id } = data.computeSeparationEstimates.batch;
    await navigate({ to: '/calculators/batches/$batchId', params: { batchId: id }, search: {} });
  }

  return (
    <>
      <PageHeader above={<ComputationNav />} title={t('computation.form.title')} />
      <OtherDay />
      <Columns>
        <Panel title={t('computation.form.who')}>
          <div className={styles.stack}>
            <TextField
              label={t('computation.form.name')}
              error={act.errorOf('title', title)}
              value={title}
              onChange={setTyped}
            />
            <ListFilter
              search={search}
              onChange={(next) =>
                void navigate({ search: (before) => ({ ...before, ...next }), replace: true })
              }
            />
            <p role="status">
              {count === undefined
                ? t('common.loading')
                : t('computation.form.count', { people: peopleText(t, count) })}
            </p>
          </div>
        </Panel>
        <Panel title={t('computation.form.what')}>
          {ask({
            submit:
              count === undefined
                ? t('computation.form.start')
                : t('computation.form.startFor', { people: peopleText(t, count) }),
            busy: act.fetching,
            refusal: act.refusal,
            onSubmit: (estimate) => void start(estimate),
          })}
        </Panel>
      </Columns>
    </>
  );
}

/** How many people the list holds today; undefined while unknown. */
function useCount(search: StaffFilterSearch): number | undefined {
  const [{ data, stale, fetching, error }] = useQuery({
    query: StaffCountDocument,
    variables: { filter: filterOf(search, today()) },
  });
  return error || (fetching && !stale) ? undefined : data?.staff.totalCount;
}

/** An estimate is of today's records, whatever day the page looks at. */
function OtherDay() {
  const { t } = useTranslation();
  if (useAsOf() === today()) return null;
  return <Notice tone="info" title={t('computation.form.ofToday')} />;
}
