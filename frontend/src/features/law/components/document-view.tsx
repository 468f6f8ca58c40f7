import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ConfidenceMark, DocumentLink } from '@/components/legal-source';
import { Tag } from '@/components/ui/chip';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Fact, Facts } from '@/components/ui/facts';
import { Text } from '@/components/ui/figure';
import { PageHeader, Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonPage } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { DocumentDocument, type DocumentQuery, type DocumentRefFragment } from '@/gql/graphql';
import { formatDay, lastDay } from '@/lib/day';
import { spoken } from '../amount';
import { citedValues, type CitedValue } from '../cited-values';
import { documentKind } from '../document-kind';
import { periodText } from '../period-text';
import { LawNav } from './law-nav';
import styles from './law.module.css';

const route = getRouteApi('/inside/law/documents/$number');

type LegalDocument = NonNullable<DocumentQuery['legalDocument']>;

/** One document: who issued it, when it is in force, what it did to others and they to it, and the figures resting on it. */
export function DocumentView() {
  const { t, i18n } = useTranslation();
  const { number } = route.useParams();
  const result = useQuery({
    query: DocumentDocument,
    variables: { number, lang: i18n.language },
  });
  return (
    <QueryView result={result} skeleton={<SkeletonPage />}>
      {({ legalDocument }) =>
        legalDocument ? (
          <DocumentDetail document={legalDocument} />
        ) : (
          <EmptyState
            page
            title={t('law.document.notFound', { number })}
            action={
              <Link to="/decision" search={{ q: number }}>
                {t('law.document.amongDecisions')}
              </Link>
            }
          >
            {t('law.document.notFoundText')}
          </EmptyState>
        )
      }
    </QueryView>
  );
}

function DocumentDetail({ document }: { document: LegalDocument }) {
  const { t } = useTranslation();
  const { kind, issuer, issuedOn, from, to, appliesFrom, confidence, note } = document;
  return (
    <>
      <PageHeader
        above={<LawNav />}
        title={document.number}
        detail={
          <>
            {document.title} <ConfidenceMark confidence={confidence} />
          </>
        }
      />
      <Panel>
        <Facts>
          <Fact label={t('law.documents.kind')}>{documentKind(t, kind)}</Fact>
          <Fact label={t('law.documents.issuer')}>{issuer}</Fact>
          <Fact label={t('law.documents.issuedOn')}>
            <Text>{issuedOn && formatDay(issuedOn)}</Text>
          </Fact>
          <Fact label={t('law.document.from')}>{formatDay(from)}</Fact>
          <Fact label={t('law.document.lastDay')}>
            {to ? formatDay(lastDay(to)) : t('law.document.open')}
          </Fact>
          {appliesFrom && <Fact label={t('law.document.appliesFrom')}>{formatDay(appliesFrom)}</Fact>}
          <Fact label={t('law.note')}>
            <Text>{note}</Text>
          </Fact>
        </Facts>
      </Panel>
      <Relations document={document} />
      <ParametersPanel document={document} />
    </>
  );
}

function Relations({ document }: { document: LegalDocument }) {
  const { t } = useTranslation();
  const { amends, amendedBy, replaces, replacedBy, repeals, repealedBy } = document;
  const others: [string, DocumentRefFragment[]][] = [
    [t('law.document.amends'), amends],
    [t('law.document.amendedBy'), amendedBy],
    [t('law.document.replaces'), replaces],
    [t('law.document.replacedBy'), replacedBy],
  ];
  const parts: [string, LegalDocument['repeals']][] = [
    [t('law.document.repeals'), repeals],
    [t('law.document.repealedBy'), repealedBy],
  ];
  const related = [...others, ...parts].some(([, list]) => list.length > 0);
  return (
    <Panel title={t('law.document.relations')}>
      {related ? (
        <dl className={styles.relations}>
          {others
            .filter(([, list]) => list.length > 0)
            .map(([label, list]) => (
              <div key={label}>
                <dt>{label}</dt>
                {list.map(({ number, title }) => (
                  <dd key={number}>
                    <DocumentLink document={number} /> – {title}
                  </dd>
                ))}
              </div>
            ))}
          {parts
            .filter(([, list]) => list.length > 0)
            .map(([label, list]) => (
              <div key={label}>
                <dt>{label}</dt>
                {list.map(({ document: number, at }) => (
                  <dd key={`${number} ${at}`}>
                    <DocumentLink document={number} at={at} />
                  </dd>
                ))}
              </div>
            ))}
        </dl>
      ) : (
        <p>{t('law.document.noRelations')}</p>
      )}
    </Panel>
  );
}

function ParametersPanel({ document: { number, parameters } }: { document: LegalDocument }) {
  const { t } = useTranslation();
  const cited = citedValues(parameters, number);
  return (
    <Panel
      flush={cited.length > 0}
      title={t('law.document.parameters')}
      extra={
        cited.length > 0 && (
          <Link to="/law" search={{ document: number }}>
            {t('law.document.asList')}
          </Link>
        )
      }
    >
      {cited.length === 0 ? (
        <p>{t('law.document.noParameters')}</p>
      ) : (
        <DataTable
          caption={t('law.document.parameters')}
          rows={cited}
          rowKey={({ key }) => key}
          columns={citedColumns(t)}
        />
      )}
    </Panel>
  );
}

function citedColumns(t: TFunction): Column<CitedValue>[] {
  return [
    {
      id: 'label',
      header: t('law.parameter'),
      cell: ({ parameter: { id, label } }) => (
        <Link to="/law/parameters/$parameterId" params={{ parameterId: id }}>
          {label}
        </Link>
      ),
    },
    { id: 'value', header: t('law.value'), inCard: true, cell: ({ said }) => spoken(t, said) },
    {
      id: 'period',
      header: t('law.choice.period'),
      inCard: true,
      cell: ({ period }) => periodText(t, period),
    },
    { id: 'at', header: t('law.article'), inCard: true, cell: ({ at }) => <Text>{at}</Text> },
    {
      id: 'confidence',
      header: t('law.confidence.label'),
      inCard: true,
      cell: ({ confidence }) =>
        confidence === undefined ? (
          <Tag>{t('law.otherReading')}</Tag>
        ) : (
          <ConfidenceMark confidence={confidence} />
        ),
    },
  ];
}
