import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Figure } from '@/components/ui/figure';
import { Notice } from '@/components/ui/notice';
import { PageHeader, Panel } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { ReviewListDocument, type ReviewRowFragment } from '@/gql/graphql';
import { formatDay } from '@/lib/day';
import { pageMoves, type PagePlace } from '@/lib/page-moves';
import { useMay } from '@/lib/viewer';
import { AdminNav } from './admin-nav';
import { ReviewDue, ReviewProgress, ReviewReminder } from './review-progress';
import { StartReviewDialog } from './start-review-dialog';

const route = getRouteApi('/inside/admin/reviews');
const pageSize = 20;
const context = { additionalTypenames: ['GrantReview'] };

/** The campaigns in which every grant is confirmed or ended, with how far each has come. */
export function ReviewListView() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const starts = useMay('auth.grant:manage');
  const [starting, setStarting] = useState(false);
  const [done, setDone] = useState<string>();
  const result = useQuery({
    query: ReviewListDocument,
    variables: { first: pageSize, after: search.after },
    context,
  });
  const due = result[0].data?.grantReviewDue;
  const go = (next: PagePlace) => void navigate({ search: (before) => ({ ...before, ...next }) });
  return (
    <>
      <PageHeader
        title={t('admin.nav.reviews')}
        detail={t('admin.review.about')}
        above={<AdminNav />}
        actions={
          starts && (
            <Button kind="primary" aria-haspopup="dialog" onClick={() => setStarting(true)}>
              {t('admin.review.start')}
            </Button>
          )
        }
      />
      {done && <Notice tone="success">{done}</Notice>}
      {due && <ReviewReminder due={due} />}
      <QueryView keep result={result} skeleton={<SkeletonTable rows={6} />}>
        {({ grantReviews: { edges, pageInfo, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title={t('admin.review.none')}>
              {t(starts ? 'admin.review.noneText' : 'admin.review.noneTextReader')}
            </EmptyState>
          ) : (
            <Panel flush>
              <DataTable
                caption={t('admin.nav.reviews')}
                columns={columns(t)}
                rows={edges.map(({ node }) => node)}
                rowKey={({ id }) => id}
              />
              <Pager {...pageMoves(search, pageInfo, pageSize, go)} shown={edges.length} total={totalCount} />
            </Panel>
          )
        }
      </QueryView>
      {starting && <StartReviewDialog onClose={() => setStarting(false)} onDone={setDone} />}
    </>
  );
}

function columns(t: TFunction): Column<ReviewRowFragment>[] {
  const column = (id: string, cell: Column<ReviewRowFragment>['cell'], align?: 'right') => ({
    id,
    header: t(`admin.review.${id}`),
    cell,
    align,
    inCard: true,
  });
  return [
    column('title', ({ id, title }) => (
      <Link to="/admin/reviews/$reviewId" params={{ reviewId: id }} search={{ open: 'yes' }}>
        {title}
      </Link>
    )),
    column('startedOn', ({ startedOn }) => formatDay(startedOn)),
    column('dueOn', (review) => <ReviewDue review={review} />),
    column('progress', (review) => <ReviewProgress review={review} />),
    column('confirmed', ({ confirmed }) => <Figure value={confirmed} />, 'right'),
    column('ended', ({ ended }) => <Figure value={ended} />, 'right'),
    column('open', ({ open }) => <Figure value={open} />, 'right'),
  ];
}
