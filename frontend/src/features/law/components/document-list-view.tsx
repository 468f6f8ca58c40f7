import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ConfidenceMark } from '@/components/legal-source';
import { ListHead } from '@/components/list-head';
import { ListRows } from '@/components/list-rows';
import type { Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { EmptyState } from '@/components/ui/states';
import { DocumentListDocument, type DocumentListQuery } from '@/gql/graphql';
import { formatDay } from '@/lib/day';
import { useListChange } from '@/lib/use-list-change';
import { periodText } from '../period-text';
import { documentKind } from '../document-kind';
import type { DocumentSearch } from '../search';
import { InForceFilter, useInForceChip } from './in-force-filter';
import { LawNav } from './law-nav';

const route = getRouteApi('/inside/law/documents');
const pageSize = 50;

type Row = DocumentListQuery['legalDocuments']['edges'][number]['node'];

/** The register of documents that the rules rest on. */
export function DocumentListView() {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const change = useListChange<DocumentSearch>();
  const chips = useInForceChip(search.on, () => change({ on: undefined }));
  const result = useQuery({
    query: DocumentListDocument,
    variables: {
      search: search.q,
      on: search.on,
      lang: i18n.language,
      first: pageSize,
      after: search.after,
    },
  });
  return (
    <>
      <ListHead
        above={<LawNav />}
        title={t('law.documents.title')}
        find={{ label: t('law.documents.find'), value: search.q, onSearch: (q) => change({ q }) }}
        filters={<InForceFilter on={search.on} onChange={(on) => change({ on })} />}
        chips={chips}
      />
      <ListRows
        result={result}
        rowsOf={({ legalDocuments }) => legalDocuments}
        caption={t('law.documents.title')}
        tall
        columns={columns(t)}
        empty={() => <EmptyState title={t('law.documents.none')}>{t('law.documents.noneText')}</EmptyState>}
        place={search}
        onMove={change}
        size={pageSize}
      />
    </>
  );
}

function columns(t: TFunction): Column<Row>[] {
  return [
    {
      id: 'number',
      header: t('law.documents.number'),
      cell: ({ number }) => (
        <Link to="/law/documents/$number" params={{ number }}>
          {number}
        </Link>
      ),
    },
    { id: 'title', header: t('law.documents.about'), inCard: true, cell: ({ title }) => title },
    { id: 'kind', header: t('law.documents.kind'), cell: ({ kind }) => documentKind(t, kind) },
    { id: 'issuer', header: t('law.documents.issuer'), cell: ({ issuer }) => issuer },
    {
      id: 'issuedOn',
      header: t('law.documents.issuedOn'),
      cell: ({ issuedOn }) => <Text>{issuedOn && formatDay(issuedOn)}</Text>,
    },
    {
      id: 'force',
      header: t('law.documents.force'),
      inCard: true,
      cell: (row) => periodText(t, row),
    },
    {
      id: 'confidence',
      header: t('law.confidence.label'),
      inCard: true,
      cell: ({ confidence }) => <ConfidenceMark confidence={confidence} />,
    },
  ];
}
