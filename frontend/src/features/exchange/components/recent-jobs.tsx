import { DownloadIcon } from '@/components/ui/icons';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable } from '@/components/ui/data-table';
import { Figure, Text } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { JobsDocument } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';
import { formatInstant } from '@/lib/day';
import { resultAddress } from '../api/files';

/** What was brought in and taken out lately, with the files that came of it. */
export function RecentJobs() {
  const { t, i18n } = useTranslation();
  const result = useQuery({
    query: JobsDocument,
    variables: { first: 10, lang: i18n.language },
    requestPolicy: 'network-only',
  });
  return (
    <Panel title={t('exchange.recent.title')} flush>
      <QueryView result={result} skeleton={<SkeletonTable rows={3} />}>
        {({ jobs: { edges, totalCount } }) => (
          <>
            <DataTable
              caption={t('exchange.recent.title')}
              rows={edges.map(({ node }) => node)}
              rowKey={({ id }) => id}
              columns={[
                {
                  id: 'createdAt',
                  header: t('exchange.recent.at'),
                  cell: ({ createdAt }) => formatInstant(createdAt),
                },
                {
                  id: 'kind',
                  header: t('exchange.recent.kind'),
                  inCard: true,
                  cell: ({ kind }) => codeLabel(t, 'jobKind', kind),
                },
                {
                  id: 'file',
                  header: t('exchange.recent.file'),
                  inCard: true,
                  cell: ({ fileName }) => <Text>{fileName}</Text>,
                },
                {
                  id: 'state',
                  header: t('exchange.recent.state'),
                  inCard: true,
                  cell: ({ state }) => codeLabel(t, 'jobState', state),
                },
                {
                  id: 'rows',
                  header: t('exchange.recent.rows'),
                  align: 'right',
                  cell: ({ rowCount }) => <Figure value={rowCount} />,
                },
                {
                  id: 'errors',
                  header: t('exchange.recent.errors'),
                  align: 'right',
                  inCard: true,
                  cell: ({ errorCount }) => <Figure value={errorCount} />,
                },
                {
                  id: 'result',
                  header: t('exchange.recent.result'),
                  cell: ({ id, hasResult }) =>
                    hasResult ? (
                      <a href={resultAddress(id)} download>
                        <DownloadIcon /> {t('exchange.recent.download')}
                      </a>
                    ) : (
                      <Text>{undefined}</Text>
                    ),
                },
              ]}
            />
            <Pager skipped={0} shown={edges.length} total={totalCount} />
          </>
        )}
      </QueryView>
    </Panel>
  );
}
