import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Panel } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonText } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { RecordChangesDocument } from '@/gql/graphql';
import { ChangeList } from './change-list';

// An empty list holds no change by which the cache would know that a new one concerns it.
const context = { additionalTypenames: ['RecordChange'] };

/** The changes declared to one record, newest first. */
export function MemberChanges({ staffId }: { staffId: string }) {
  const { t } = useTranslation();
  const result = useQuery({
    query: RecordChangesDocument,
    variables: { staff: staffId, first: 50 },
    context,
  });
  return (
    <Panel flush>
      <QueryView result={result} skeleton={<SkeletonText rows={6} />}>
        {({ recordChanges: { edges, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title={t('staff.change.none')}>{t('staff.change.noneText')}</EmptyState>
          ) : (
            <>
              <ChangeList
                onReload={() => result[1]({ requestPolicy: 'network-only' })}
                changes={edges.map(({ node }) => node)}
              />
              <Pager skipped={0} shown={edges.length} total={totalCount} />
            </>
          )
        }
      </QueryView>
    </Panel>
  );
}

/** What waits for somebody to verify; nothing at all while nothing waits. */
export function PendingChangesPanel() {
  const { t } = useTranslation();
  const result = useQuery({
    query: RecordChangesDocument,
    variables: { state: 'PENDING', first: 10 },
    context,
  });
  const [{ data }] = result;
  if (!data || data.recordChanges.edges.length === 0) return null;
  const { edges, totalCount } = data.recordChanges;
  return (
    <Panel title={t('staff.change.pending')} flush>
      <ChangeList
        named
        onReload={() => result[1]({ requestPolicy: 'network-only' })}
        changes={edges.map(({ node }) => node)}
      />
      <Pager skipped={0} shown={edges.length} total={totalCount} />
    </Panel>
  );
}
