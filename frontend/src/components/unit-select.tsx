import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { withChosen } from '@/components/chosen-option';
import { SearchSelect } from '@/components/ui/select';
import { UnitNameDocument, UnitSelectDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { useDebounced } from '@/lib/use-debounced';

interface UnitSelectProps {
  value: string | undefined;
  onChange: (unit: string | undefined) => void;
  label: string;
  /** Of a form's field, which has its label above. */
  id?: string;
  width?: number | string;
}

/** The name of a unit by its id on the day looked at; undefined while unknown. */
export function useUnitName(id: string | undefined): string | undefined {
  const asOf = useAsOf();
  const [{ data }] = useQuery({
    query: UnitNameDocument,
    variables: { id: id ?? '', asOf },
    pause: id === undefined,
    requestPolicy: 'cache-first',
  });
  return data?.orgUnit?.id === id ? data?.orgUnit?.name : undefined;
}

/** Chooses one of thousands of units by typing a part of its name or code. */
export function UnitSelect({ value, onChange, label, id, width }: UnitSelectProps) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const [text, setText] = useState('');
  const asked = useDebounced(text, 250);
  const [open, setOpen] = useState(false);
  const name = useUnitName(value);
  const [{ data, fetching }] = useQuery({
    query: UnitSelectDocument,
    variables: { text: asked || undefined, asOf },
    pause: !open,
    requestPolicy: 'cache-first',
  });
  const found = (data?.orgUnits.edges ?? []).map(({ node }) => ({
    value: node.id,
    label: node.parent ? `${node.name} – ${node.parent.name}` : node.name,
  }));
  const options = withChosen(found, value, name ?? t('common.loading'));
  return (
    <SearchSelect
      id={id}
      aria-label={id === undefined ? label : undefined}
      placeholder={label}
      width={width}
      allowClear
      value={value}
      options={options}
      loading={fetching}
      onSearch={setText}
      onOpenChange={setOpen}
      onChange={onChange}
    />
  );
}
