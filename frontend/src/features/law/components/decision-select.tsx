import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { decisionNumber } from '@/components/decision-link';
import { Field } from '@/components/ui/input';
import { SearchSelect, useSelectSearch } from '@/components/ui/select';
import { DecisionSelectDocument } from '@/gql/graphql';
import { formatDay } from '@/lib/day';

interface DecisionSelectFieldProps {
  value: string | undefined;
  onChange: (decision: string | undefined) => void;
  error?: string;
}

/** The decision that allows a choice, found by a part of its number or title. */
export function DecisionSelectField({ value, onChange, error }: DecisionSelectFieldProps) {
  const { t } = useTranslation();
  const { text, open, box } = useSelectSearch();
  const [chosen, setChosen] = useState('');
  const [{ data, fetching }] = useQuery({
    query: DecisionSelectDocument,
    variables: { text },
    pause: !open,
    requestPolicy: 'cache-first',
  });
  const options = (data?.decisions.edges ?? []).map(({ node }) => ({
    value: node.id,
    label: t('law.choice.decisionOption', {
      number: decisionNumber(node) ?? t('decision.noNumber'),
      title: node.title,
      day: formatDay(node.effectiveOn),
    }),
  }));
  return (
    <Field label={t('law.choice.decision')} hint={t('law.choice.decisionHint')} error={error}>
      {(ids) => (
        <SearchSelect
          {...ids}
          allowClear
          width="100%"
          label={t('law.choice.chooseDecision')}
          options={options}
          chosen={chosen}
          loading={fetching}
          {...box}
          value={value}
          onChange={(next) => {
            setChosen(options.find((option) => option.value === next)?.label ?? '');
            onChange(next);
          }}
        />
      )}
    </Field>
  );
}
