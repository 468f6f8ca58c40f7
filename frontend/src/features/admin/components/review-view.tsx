import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { Notice } from '@/components/ui/notice';
import { PageHeader, Panel, Toolbar } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonPage } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { ReviewItemsDocument, type ReviewItemsQuery } from '@/gql/graphql';
import { formatDay } from '@/lib/day';
import { pageMoves } from '@/lib/page-moves';
import type { ReviewSearch } from '../search';
import { AdminNav } from './admin-nav';
import styles from './admin.module.css';
import { ReviewItems } from './review-items';
import { ReviewProgress } from './review-progress';

const route = getRouteApi('/inside/admin/reviews/$reviewId');
const pageSize = 50;
const context = { additionalTypenames: ['GrantReview', 'RoleGrant'] };

type Review = NonNullable<ReviewItemsQuery['grantReview']>;

/** One campaign: its grants, each to be kept or ended by somebody who may and who does not hold it. */
export function ReviewView() {
  const { t, i18n } = useTranslation();
  const { reviewId } = route.useParams();
  const search = route.useSearch();
  const result = useQuery({
    query: ReviewItemsDocument,
    variables: {
      id: reviewId,
      mine: search.mine === undefined ? undefined : true,
      open: search.open === undefined ? undefined : true,
      first: pageSize,
      after: search.after,
      lang: i18n.language,
    },
    context,
  });
  return (
    <QueryView keep result={result} skeleton={<SkeletonPage />}>
      {({ grantReview }) =>
        grantReview ? (
          <Content review={grantReview} />
        ) : (
          <EmptyState page title={t('common.error.NOT_FOUND')} />
        )
      }
    </QueryView>
  );
}

function Content({ review }: { review: Review }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [done, setDone] = useState<string>();
  const { edges, pageInfo, totalCount } = review.items;
  const change = (next: Partial<ReviewSearch>) =>
    void navigate({ search: (before) => ({ ...before, after: undefined, skip: undefined, ...next }) });
  const filtered = search.mine ?? search.open;
  return (
    <>
      <PageHeader
        title={review.title}
        above={<AdminNav />}
        detail={t('admin.review.days', { from: formatDay(review.startedOn), due: formatDay(review.dueOn) })}
        actions={<Link to="/admin/reviews">{t('admin.review.all')}</Link>}
      />
      <Panel>
        <div className={styles.summary}>
          <ReviewProgress review={review} />
          <span>
            {t('admin.review.counts', {
              total: review.total,
              confirmed: review.confirmed,
              ended: review.ended,
              open: review.open,
            })}
          </span>
        </div>
      </Panel>
      <Toolbar>
        <FilterToggle
          label={t('admin.review.mine')}
          on={search.mine !== undefined}
          onChange={(on) => change({ mine: on ? 'yes' : undefined })}
        />
        <FilterToggle
          label={t('admin.review.onlyOpen')}
          on={search.open !== undefined}
          onChange={(on) => change({ open: on ? 'yes' : undefined })}
        />
      </Toolbar>
      {done && <Notice tone="success">{done}</Notice>}
      {edges.length === 0 ? (
        <EmptyState title={t('admin.review.itemsNone')}>
          {t(filtered ? 'admin.review.itemsNoneFiltered' : 'admin.review.itemsNoneText')}
        </EmptyState>
      ) : (
        <Panel flush>
          <ReviewItems key={search.after} items={edges.map(({ node }) => node)} onDone={setDone} />
          <Pager {...pageMoves(search, pageInfo, pageSize, change)} shown={edges.length} total={totalCount} />
        </Panel>
      )}
    </>
  );
}
