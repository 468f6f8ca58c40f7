import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Tag } from '@/components/ui/chip';
import { Notice } from '@/components/ui/notice';
import { PageHeader, Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonPage } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { Timeline } from '@/components/ui/timeline';
import { ParameterDocument, type ParameterQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { useMay } from '@/lib/viewer';
import { spoken, unitWord } from '../amount';
import { valueOn } from '../choice-form';
import { changesOf } from '../history';
import { isOpen } from '../impact-form';
import { periodText } from '../period-text';
import { ChangeText } from './change-text';
import { ImpactDialog } from './impact-dialog';
import { LawNav } from './law-nav';
import styles from './law.module.css';
import { ParameterChoices } from './parameter-choices';
import { ProposeChoiceDialog } from './propose-choice-dialog';
import { ReadBy } from './read-by';
import { RuleTable } from './rule-table';
import { ValueAuthority } from './rule-value';

const route = getRouteApi('/inside/law/parameters/$parameterId');

type Parameter = NonNullable<ParameterQuery['ruleHistory']>;

/** One figure of the law through time: what it is, what changed when and by what, what reads it, what is chosen instead. */
export function ParameterView() {
  const { t, i18n } = useTranslation();
  const { parameterId } = route.useParams();
  const result = useQuery({
    query: ParameterDocument,
    variables: { id: parameterId, lang: i18n.language },
  });
  return (
    <QueryView result={result} skeleton={<SkeletonPage />}>
      {({ ruleHistory }) =>
        ruleHistory ? (
          <ParameterDetail parameter={ruleHistory} />
        ) : (
          <EmptyState page title={t('common.error.NOT_FOUND')}>
            {t('law.parameters.notFound', { id: parameterId })}
          </EmptyState>
        )
      }
    </QueryView>
  );
}

function ParameterDetail({ parameter }: { parameter: Parameter }) {
  const { t } = useTranslation();
  const { id, label, unit, readBy } = parameter;
  const proposes = useMay('rule.choice:propose');
  const readsChoices = useMay('rule.choice:read');
  const analyses = useMay('rule.impact:read');
  const [opened, setOpened] = useState<'proposal' | 'impact'>();
  const [done, setDone] = useState<string>();
  const isChosen = isOpen(parameter);
  return (
    <>
      <PageHeader
        above={<LawNav />}
        title={label}
        detail={
          <>
            {unitWord(t, unit)} · {id}
          </>
        }
        actions={
          <>
            {analyses && (
              <Button aria-haspopup="dialog" onClick={() => setOpened('impact')}>
                {t('law.impact.seeIfChanged')}
              </Button>
            )}
            {proposes && isChosen && (
              <Button aria-haspopup="dialog" onClick={() => setOpened('proposal')}>
                {t('law.choice.propose')}
              </Button>
            )}
          </>
        }
      />
      {done && <Notice tone="success">{done}</Notice>}
      <ValuePanel parameter={parameter} />
      <HistoryPanel parameter={parameter} />
      {readsChoices && isChosen && <ParameterChoices parameter={id} onDone={setDone} />}
      <Panel title={t('law.readBy.title')}>
        <ReadBy calculators={readBy} />
      </Panel>
      {opened === 'proposal' && (
        <ProposeChoiceDialog parameter={id} onClose={() => setOpened(undefined)} onDone={setDone} />
      )}
      {opened === 'impact' && <ImpactDialog start={{ parameter: id }} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function ValuePanel({ parameter: { label, values } }: { parameter: Parameter }) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const value = valueOn(values, asOf);
  return (
    <Panel title={t('law.valueOn', { day: formatDay(asOf) })}>
      {value === undefined ? (
        <p>{t('law.noValue')}</p>
      ) : (
        <div className={styles.stack}>
          <p className={styles.value}>{spoken(t, value)}</p>
          <p>{periodText(t, value)}</p>
          <ValueAuthority value={value} />
          {value.rows.length > 0 && <RuleTable rows={value.rows} caption={label} />}
        </div>
      )}
    </Panel>
  );
}

function HistoryPanel({ parameter: { unit, values } }: { parameter: Parameter }) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const holds = valueOn(values, asOf);
  const changes = changesOf(values);
  const items = values.map((value, index) => ({
    key: value.from,
    date: formatDay(value.from),
    text: (
      <span className={styles.line}>
        <strong>{spoken(t, value)}</strong>
        <span>{periodText(t, value)}</span>
        {value === holds && <Tag tone="green">{t('law.inForce')}</Tag>}
        {value.from > asOf && <Tag>{t('law.coming')}</Tag>}
      </span>
    ),
    detail: (
      <>
        <ChangeText change={changes[index]!} unit={unit} />
        <ValueAuthority value={value} />
        {value.rows.length > 0 && value !== holds && (
          <details className={styles.details}>
            <summary>{t('law.table.show', { day: formatDay(value.from) })}</summary>
            <RuleTable rows={value.rows} caption={t('law.table.show', { day: formatDay(value.from) })} />
          </details>
        )}
      </>
    ),
  }));
  return (
    <Panel title={t('law.history')}>
      <Timeline label={t('law.history')} items={items.reverse()} />
    </Panel>
  );
}
