import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import type { FieldIds } from '@/components/ui/input';
import { SearchSelect, useSelectSearch } from '@/components/ui/select';
import { ParameterDocument, ParameterSelectDocument, type ParameterQuery } from '@/gql/graphql';

/** A parameter with its history by its id; undefined while unknown. */
export function useParameter(id: string | undefined): ParameterQuery['ruleHistory'] | undefined {
  const { i18n } = useTranslation();
  const [{ data }] = useQuery({
    query: ParameterDocument,
    variables: { id: id ?? '', lang: i18n.language },
    pause: id === undefined,
    requestPolicy: 'cache-first',
  });
  return data?.ruleHistory?.id === id ? data?.ruleHistory : undefined;
}

interface ParameterSelectProps extends Partial<FieldIds> {
  value: string | undefined;
  onChange: (parameter: string | undefined) => void;
  width?: number | string;
}

/** Chooses a parameter by typing words of its name, with or without marks. */
export function ParameterSelect(props: ParameterSelectProps) {
  const { t, i18n } = useTranslation();
  const { text, open, box } = useSelectSearch();
  const chosen = useParameter(props.value);
  const [{ data, fetching }] = useQuery({
    query: ParameterSelectDocument,
    variables: { text, lang: i18n.language },
    pause: !open,
    requestPolicy: 'cache-first',
  });
  const options = (data?.ruleParameters.edges ?? []).map(({ node: { id, label } }) => ({ value: id, label }));
  return (
    <SearchSelect
      allowClear
      label={t('law.chooseParameter')}
      options={options}
      chosen={chosen?.label ?? t('common.loading')}
      loading={fetching}
      {...box}
      {...props}
    />
  );
}
