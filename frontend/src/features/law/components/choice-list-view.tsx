import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListHead, type Chip } from '@/components/list-head';
import { ListRows } from '@/components/list-rows';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { EmptyState } from '@/components/ui/states';
import { UnitSelect, useUnitChip } from '@/components/unit-select';
import { ChoiceListDocument } from '@/gql/graphql';
import { useListChange } from '@/lib/use-list-change';
import { useMay } from '@/lib/viewer';
import { choiceStates, type ChoiceSearch } from '../search';
import { choiceColumns } from './choice-columns';
import { LawNav } from './law-nav';
import { ParameterSelect, useParameter } from './parameter-select';
import { ProposeChoiceDialog } from './propose-choice-dialog';

const route = getRouteApi('/inside/law/choices');
const pageSize = 50;
const context = { additionalTypenames: ['RuleChoice'] };

/** What the province and its agencies chose or propose in place of the law's values, each beside what the law says. */
export function ChoiceListView() {
  const { t, i18n } = useTranslation();
  const search = route.useSearch();
  const change = useListChange<ChoiceSearch>();
  const proposes = useMay('rule.choice:propose');
  const [proposing, setProposing] = useState(false);
  const [done, setDone] = useState<string>();
  const { state, parameter, unit } = search;
  const result = useQuery({
    query: ChoiceListDocument,
    variables: { state, parameter, unit, lang: i18n.language, first: pageSize, after: search.after },
    context,
  });
  const onReload = () => result[1]({ requestPolicy: 'network-only' });
  const chips = useChips(search, change);
  return (
    <>
      <ListHead
        above={<LawNav />}
        title={t('law.choices.title')}
        actions={
          proposes && (
            <Button kind="primary" aria-haspopup="dialog" onClick={() => setProposing(true)}>
              {t('law.choice.propose')}
            </Button>
          )
        }
        filters={
          <>
            <Select
              allowClear
              label={t('law.choice.state')}
              options={choiceStates.map((value) => ({ value, label: t(`law.choiceState.${value}`) }))}
              value={state}
              onChange={(next) => change({ state: next })}
            />
            <ParameterSelect value={parameter} onChange={(next) => change({ parameter: next })} />
            <UnitSelect
              label={t('law.choice.unit')}
              value={unit}
              onChange={(next) => change({ unit: next })}
            />
          </>
        }
        chips={chips}
      />
      {done && <Notice tone="success">{done}</Notice>}
      <ListRows
        result={result}
        rowsOf={({ ruleChoices }) => ruleChoices}
        caption={t('law.choices.title')}
        tall
        columns={choiceColumns({ t, onDone: setDone, onReload })}
        empty={() => (
          <EmptyState title={t(chips.length > 0 ? 'law.choices.noMatch' : 'law.choices.none')}>
            {t('law.choices.noneText')}
          </EmptyState>
        )}
        place={search}
        onMove={change}
        size={pageSize}
      />
      {proposing && <ProposeChoiceDialog onClose={() => setProposing(false)} onDone={setDone} />}
    </>
  );
}

function useChips({ state, parameter, unit }: ChoiceSearch, change: (next: ChoiceSearch) => void): Chip[] {
  const { t } = useTranslation();
  const named = useParameter(parameter);
  const chips = useUnitChip(unit, () => change({ unit: undefined }));
  if (state)
    chips.push({ label: t(`law.choiceState.${state}`), onRemove: () => change({ state: undefined }) });
  if (parameter) {
    chips.push({ label: named?.label ?? parameter, onRemove: () => change({ parameter: undefined }) });
  }
  return chips;
}
