import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ConfidenceMark, DocumentLink } from '@/components/legal-source';
import { ListHead } from '@/components/list-head';
import { ListRows } from '@/components/list-rows';
import type { Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { EmptyState } from '@/components/ui/states';
import { ParameterListDocument, type ParameterListQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { useListChange } from '@/lib/use-list-change';
import { spoken } from '../amount';
import type { ParameterSearch } from '../search';
import { DocumentSelect } from './document-select';
import { InForceFilter, useInForceChip } from './in-force-filter';
import { LawNav } from './law-nav';
import styles from './law.module.css';

const route = getRouteApi('/inside/law');
const pageSize = 50;

type Row = ParameterListQuery['ruleParameters']['edges'][number]['node'];

/** The figures of the law by words, document or day, each with its value on the day looked at and where it stands. */
export function ParameterListView() {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const change = useListChange<ParameterSearch>();
  const day = search.on ?? asOf;
  const result = useQuery({
    query: ParameterListDocument,
    variables: {
      search: search.q,
      document: search.document,
      on: search.on,
      day,
      lang: i18n.language,
      first: pageSize,
      after: search.after,
    },
  });
  const chips = useInForceChip(search.on, () => change({ on: undefined }));
  if (search.document) {
    chips.push({
      label: t('law.filter.ofDocument', { number: search.document }),
      onRemove: () => change({ document: undefined }),
    });
  }
  return (
    <>
      <ListHead
        above={<LawNav />}
        title={t('common.nav.law')}
        find={{ label: t('law.parameters.find'), value: search.q, onSearch: (q) => change({ q }) }}
        filters={
          <>
            <DocumentSelect value={search.document} onChange={(document) => change({ document })} />
            <InForceFilter on={search.on} onChange={(on) => change({ on })} />
          </>
        }
        chips={chips}
      />
      <ListRows
        result={result}
        rowsOf={({ ruleParameters }) => ruleParameters}
        caption={t('law.nav.parameters')}
        tall
        columns={columns(t, day)}
        empty={() => <EmptyState title={t('law.parameters.none')}>{t('law.parameters.noneText')}</EmptyState>}
        place={search}
        onMove={change}
        size={pageSize}
      />
    </>
  );
}

function columns(t: TFunction, day: string): Column<Row>[] {
  return [
    {
      id: 'label',
      header: t('law.parameter'),
      cell: ({ id, label }) => (
        <>
          <Link to="/law/parameters/$parameterId" params={{ parameterId: id }}>
            {label}
          </Link>
          <div className={styles.soft}>{id}</div>
        </>
      ),
    },
    {
      id: 'value',
      header: t('law.valueOn', { day: formatDay(day) }),
      inCard: true,
      cell: ({ value }) => <Text>{value && spoken(t, value)}</Text>,
    },
    {
      id: 'from',
      header: t('law.since'),
      cell: ({ value }) => <Text>{value && formatDay(value.from)}</Text>,
    },
    {
      id: 'source',
      header: t('law.source'),
      inCard: true,
      cell: ({ value }) =>
        value ? <DocumentLink document={value.source.document} at={value.source.at} /> : <Text>{null}</Text>,
    },
    {
      id: 'confidence',
      header: t('law.confidence.label'),
      inCard: true,
      cell: ({ value }) =>
        value ? <ConfidenceMark confidence={value.source.confidence} /> : <Text>{null}</Text>,
    },
  ];
}
