import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { decisionNumber } from '@/components/decision-link';
import { Tag } from '@/components/ui/chip';
import { Fact, Facts } from '@/components/ui/facts';
import { Text } from '@/components/ui/figure';
import { PageHeader, Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonPage } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { DecisionDocument, type DecisionQuery } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';
import { formatDay } from '@/lib/day';
import styles from './decision-view.module.css';

const route = getRouteApi('/inside/decision/$decisionId');

export function DecisionView() {
  const { t, i18n } = useTranslation();
  const { decisionId } = route.useParams();
  const result = useQuery({ query: DecisionDocument, variables: { id: decisionId, lang: i18n.language } });
  return (
    <QueryView result={result} skeleton={<SkeletonPage />}>
      {({ decision }) =>
        decision ? (
          <DecisionDetail decision={decision} />
        ) : (
          <EmptyState page title={t('common.error.NOT_FOUND')}>
            {t('decision.notFound')}
          </EmptyState>
        )
      }
    </QueryView>
  );
}

function DecisionDetail({ decision }: { decision: NonNullable<DecisionQuery['decision']> }) {
  const { t } = useTranslation();
  const number = decisionNumber(decision);
  return (
    <>
      <PageHeader
        title={number === undefined ? t('decision.noNumber') : t('decision.long', { number })}
        detail={
          <>
            {decision.title} {decision.synthetic && <Tag tone="amber">{t('decision.synthetic')}</Tag>}
          </>
        }
      />
      <Panel>
        <Facts>
          <Fact label={t('decision.state')}>{codeLabel(t, 'decisionState', decision.state)}</Fact>
          <Fact label={t('decision.issuedOn')}>
            <Text>{decision.issuedOn && formatDay(decision.issuedOn)}</Text>
          </Fact>
          <Fact label={t('decision.effectiveOn')}>{formatDay(decision.effectiveOn)}</Fact>
          <Fact label={t('decision.issuer')}>
            {decision.issuer ? (
              <Link to="/org/$unitId" params={{ unitId: decision.issuer.id }}>
                {decision.issuer.name}
              </Link>
            ) : (
              <Text>{undefined}</Text>
            )}
          </Fact>
          <Fact label={t('decision.signer')}>
            <Text>{[decision.signerTitle, decision.signerName].filter(Boolean).join(' ')}</Text>
          </Fact>
          <Fact label={t('decision.note')}>
            <Text>{decision.note}</Text>
          </Fact>
        </Facts>
      </Panel>
      <Panel title={t('decision.legalBases')}>
        {decision.legalBases.length === 0 ? (
          <p>{t('decision.noLegalBases')}</p>
        ) : (
          <ul className={styles.list}>
            {decision.legalBases.map((basis) => (
              <li key={basis}>{basis}</li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t('decision.lines')}>
        {decision.lines.length === 0 ? (
          <p>{t('decision.noLines')}</p>
        ) : (
          <ol className={styles.list}>
            {decision.lines.map(({ ordinal, text }) => (
              <li key={ordinal} value={ordinal}>
                {text}
              </li>
            ))}
          </ol>
        )}
      </Panel>
    </>
  );
}
