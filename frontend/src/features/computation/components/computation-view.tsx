import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Fact, Facts } from '@/components/ui/facts';
import { Text } from '@/components/ui/figure';
import { Notice } from '@/components/ui/notice';
import { PageHeader, Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonPage } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { UnitLink } from '@/components/unit-link';
import { ComputationDocument, type BenefitResultFragment, type ComputationQuery } from '@/gql/graphql';
import { formatDay, formatInstant, today } from '@/lib/day';
import { formatMoney } from '@/lib/number';
import { differenceText } from '../words';
import { ComputationNav } from './computation-nav';
import { ResultTag } from './result-tag';
import styles from './computation.module.css';

const route = getRouteApi('/inside/calculators/kept/$computationId');

type Computation = NonNullable<ComputationQuery['computation']>;

/** What was found, as the calculators show it, with what else its sheet says. */
export interface KeptResult {
  outcome: BenefitResultFragment;
  inputs: [label: string, value: string][];
  name: string | undefined;
  /** The day on which it was made. */
  madeOn: string;
}

interface ComputationViewProps {
  result: (kept: KeptResult) => ReactNode;
}

/** One computation that was kept: as it came out on its day, and what the law of today makes of the same input. */
export function ComputationView({ result: show }: ComputationViewProps) {
  const { t, i18n } = useTranslation();
  const { computationId } = route.useParams();
  const result = useQuery({
    query: ComputationDocument,
    variables: { id: computationId, lang: i18n.language },
  });
  return (
    <QueryView result={result} skeleton={<SkeletonPage />}>
      {({ computation }) =>
        computation ? (
          <Detail computation={computation} result={show} />
        ) : (
          <EmptyState page title={t('common.error.NOT_FOUND')}>
            {t('computation.notFound')}
          </EmptyState>
        )
      }
    </QueryView>
  );
}

function Detail({ computation, result: show }: ComputationViewProps & { computation: Computation }) {
  const { t } = useTranslation();
  const { staff, unit, batch, caseDay, result, regimeLabel, outcome, problem, madeBy, madeAt } = computation;
  const inputs: KeptResult['inputs'] = [
    ...(staff
      ? [[t('computation.column.person'), `${staff.fullName} (${staff.code})`] as [string, string]]
      : []),
    [t('org.unit'), unit?.name ?? t('computation.wholeProvince')],
    [t('computation.column.caseDay'), formatDay(caseDay)],
    ...(batch ? [[t('computation.batch.ask'), batch.ask] as [string, string]] : []),
  ];
  return (
    <>
      <PageHeader
        above={<ComputationNav />}
        title={t('computation.title', { name: staff?.fullName ?? t('computation.hiddenPerson') })}
        detail={t('computation.madeBy', { by: madeBy, at: formatInstant(madeAt) })}
      />
      <Panel>
        <Facts>
          <Fact label={t('computation.column.result')}>
            <ResultTag result={result} />
          </Fact>
          <Fact label={t('computation.column.person')}>
            {staff ? (
              <Link to="/staff/$staffId" params={{ staffId: staff.id }} search={{ tab: 'benefits' }}>
                {staff.fullName} ({staff.code})
              </Link>
            ) : (
              t('computation.hiddenPerson')
            )}
          </Fact>
          <Fact label={t('org.unit')}>
            {unit ? <UnitLink unit={unit} /> : t('computation.wholeProvince')}
          </Fact>
          <Fact label={t('computation.column.caseDay')}>{formatDay(caseDay)}</Fact>
          <Fact label={t('computation.column.regime')}>
            <Text>{regimeLabel}</Text>
          </Fact>
          {batch && (
            <>
              <Fact label={t('computation.column.batch')}>
                <Link to="/calculators/batches/$batchId" params={{ batchId: batch.id }}>
                  {batch.title}
                </Link>
              </Fact>
              <Fact label={t('computation.batch.ask')}>{batch.ask}</Fact>
            </>
          )}
        </Facts>
      </Panel>
      {outcome ? (
        show({ outcome, inputs, name: staff?.fullName, madeOn: today(new Date(madeAt)) })
      ) : (
        <Notice tone="warning" title={t('computation.refusedTitle')}>
          {problem}
        </Notice>
      )}
      <PresentPanel computation={computation} />
      <ParametersPanel parameters={computation.parameters} />
    </>
  );
}

/** What comes out of the same input under the law as it stands now. */
function PresentPanel({ computation: { present, result } }: { computation: Computation }) {
  const { t } = useTranslation();
  const same = present.result === result && present.difference === 0;
  return (
    <Panel title={t('computation.present.title')}>
      {present.result === 'REFUSED' ? (
        <Notice tone="warning" title={t('computation.result.REFUSED')}>
          {present.problem}
        </Notice>
      ) : (
        <Facts>
          <Fact label={t('computation.column.result')}>
            <ResultTag result={present.result} />
          </Fact>
          <Fact label={t('computation.column.total')}>{formatMoney(present.total)}</Fact>
          <Fact label={t('computation.present.difference')}>
            {same ? t('computation.present.same') : differenceText(t, present.difference)}
          </Fact>
        </Facts>
      )}
    </Panel>
  );
}

/** The figures of the law that it read, each with its page. */
function ParametersPanel({ parameters }: Pick<Computation, 'parameters'>) {
  const { t } = useTranslation();
  if (parameters.length === 0) return null;
  return (
    <Panel title={t('computation.parameters')}>
      <ul className={styles.parameters}>
        {parameters.map(({ id, label }) => (
          <li key={id}>
            <Link to="/law/parameters/$parameterId" params={{ parameterId: id }}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
