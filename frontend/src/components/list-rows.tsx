import type { ComponentProps, ReactNode } from 'react';
import { DataTable } from '@/components/ui/data-table';
import { Panel } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { pageMoves, type PagePlace } from '@/lib/page-moves';

interface Connection<Row> {
  edges: readonly { node: Row }[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
  totalCount: number;
}

type Table<Row> = Pick<
  ComponentProps<typeof DataTable<Row>>,
  'caption' | 'columns' | 'tall' | 'current' | 'onOpen'
>;

interface ListRowsProps<Data, Row> extends Table<Row> {
  result: ComponentProps<typeof QueryView<Data>>['result'];
  /** Where in the answer the rows are. */
  rowsOf: (data: Data) => Connection<Row>;
  /** In place of the table: why there is nothing, and what to do. */
  empty: (data: Data) => ReactNode;
  /** Under the pager. */
  foot?: (data: Data) => ReactNode;
  /** A title of the table of its own, where it is not the page's, with what stands beside it. */
  title?: string;
  extra?: ReactNode;
  place: PagePlace;
  onMove: (place: PagePlace) => void;
  size: number;
  sizes?: readonly number[];
  onSize?: (size: number) => void;
  /** Rows of the skeleton while the first page loads. */
  skeletonRows?: number;
}

/** What stands under the head of every list: the page of rows with its count, or why there are none. */
export function ListRows<Data, Row extends { id: string }>(props: ListRowsProps<Data, Row>) {
  const { result, rowsOf, empty, foot, title, extra, place, onMove, size, sizes, onSize, ...rest } = props;
  const { skeletonRows = 14, ...table } = rest;
  return (
    <QueryView keep result={result} skeleton={<SkeletonTable rows={skeletonRows} />}>
      {(data) => {
        const { edges, pageInfo, totalCount } = rowsOf(data);
        if (edges.length === 0) return empty(data);
        return (
          <Panel flush title={title} extra={extra}>
            <DataTable {...table} rows={edges.map(({ node }) => node)} rowKey={({ id }) => id} />
            <Pager
              {...pageMoves(place, pageInfo, size, onMove)}
              shown={edges.length}
              total={totalCount}
              size={size}
              sizes={sizes}
              onSize={onSize}
            />
            {foot?.(data)}
          </Panel>
        );
      }}
    </QueryView>
  );
}
