import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import type { Chip } from '@/components/list-head';
import type { FieldIds } from '@/components/ui/input';
import { SearchSelect, useSelectSearch } from '@/components/ui/select';
import { UnitNameDocument, UnitSelectDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';

interface UnitSelectProps extends Partial<FieldIds> {
  value: string | undefined;
  onChange: (unit: string | undefined) => void;
  label: string;
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

/** The chip of a list that is filtered by a unit; none when it is not. */
export function useUnitChip(unit: string | undefined, onRemove: () => void): Chip[] {
  const { t } = useTranslation();
  const name = useUnitName(unit);
  return unit === undefined ? [] : [{ label: `${t('org.unit')}: ${name ?? '…'}`, onRemove }];
}

/** Chooses one of thousands of units by typing a part of its name or code. */
export function UnitSelect(props: UnitSelectProps) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const { text, open, box } = useSelectSearch();
  const name = useUnitName(props.value);
  const [{ data, fetching }] = useQuery({
    query: UnitSelectDocument,
    variables: { text, asOf },
    pause: !open,
    requestPolicy: 'cache-first',
  });
  const found = (data?.orgUnits.edges ?? []).map(({ node }) => ({
    value: node.id,
    label: node.parent ? `${node.name} – ${node.parent.name}` : node.name,
  }));
  return (
    <SearchSelect
      allowClear
      options={found}
      chosen={name ?? t('common.loading')}
      loading={fetching}
      {...box}
      {...props}
    />
  );
}
