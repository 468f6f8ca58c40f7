import { FilterIcon, TableIcon } from '@/components/ui/icons';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { FilterChip } from '@/components/ui/chip';
import { Choices } from '@/components/ui/choices';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { Toolbar } from '@/components/ui/page';
import { SearchInput } from '@/components/ui/search-input';
import { UnitSelect, useUnitName } from '@/components/unit-select';
import { StaffFiltersDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { defaultColumns, staffClasses, staffColumns, type StaffSearch } from '../search';

interface StaffFiltersProps {
  search: StaffSearch;
  onChange: (next: Partial<StaffSearch>) => void;
}

interface Chip {
  label: string;
  lift: Partial<StaffSearch>;
}

function without<T>(list: T[], item: T): T[] | undefined {
  const rest = list.filter((other) => other !== item);
  return rest.length === 0 ? undefined : rest;
}

function atLeastOne<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}

export function StaffFilters({ search, onChange }: StaffFiltersProps) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const unitName = useUnitName(search.unit);
  const [{ data }] = useQuery({
    query: StaffFiltersDocument,
    variables: { asOf, lang: i18n.language },
    requestPolicy: 'cache-first',
  });
  const categories = data?.headcountCategories ?? [];
  const grades = data?.grades ?? [];
  const categoryLabel = (code: string) => categories.find((item) => item.code === code)?.label ?? code;
  const gradeName = (code: string) => grades.find((item) => item.code === code)?.name ?? code;
  const gapLabel = (code: string) => data?.dataGaps.find((item) => item.code === code)?.label ?? code;

  const chips: Chip[] = [
    ...(search.unit
      ? [{ label: `${t('org.unit')}: ${unitName ?? '…'}`, lift: { unit: undefined, reach: undefined } }]
      : []),
    ...(search.class ?? []).map((item) => ({
      label: `${t('staff.column.staffClass')}: ${t(`staff.class.${item}`)}`,
      lift: { class: without(search.class!, item) },
    })),
    ...(search.category ?? []).map((item) => ({
      label: `${t('headcount.category')}: ${categoryLabel(item)}`,
      lift: { category: without(search.category!, item) },
    })),
    ...(search.grade ?? []).map((item) => ({
      label: `${t('staff.column.grade')}: ${gradeName(item)}`,
      lift: { grade: without(search.grade!, item) },
    })),
    ...(search.position ? [{ label: t('staff.filter.onePosition'), lift: { position: undefined } }] : []),
    ...(search.gap ? [{ label: gapLabel(search.gap), lift: { gap: undefined } }] : []),
  ];

  return (
    <>
      <Toolbar>
        <SearchInput
          label={t('staff.filter.find')}
          value={search.q ?? ''}
          onSearch={(q) => onChange({ q: q || undefined })}
        />
        <UnitSelect
          label={t('org.unit')}
          value={search.unit}
          onChange={(unit) => onChange({ unit, reach: undefined })}
        />
        <Choices
          label={t('staff.column.staffClass')}
          icon={<FilterIcon />}
          options={staffClasses.map((value) => ({ value, label: t(`staff.class.${value}`) }))}
          value={search.class ?? []}
          onChange={(value) => onChange({ class: atLeastOne(value) })}
        />
        <Choices
          label={t('headcount.category')}
          icon={<FilterIcon />}
          options={categories.map(({ code, label }) => ({ value: code, label }))}
          value={search.category ?? []}
          onChange={(value) => onChange({ category: atLeastOne(value) })}
        />
        <Choices
          label={t('staff.column.grade')}
          icon={<FilterIcon />}
          options={grades.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
          value={search.grade ?? []}
          onChange={(value) => onChange({ grade: atLeastOne(value) })}
        />
        <Choices
          label={t('staff.filter.columns')}
          icon={<TableIcon />}
          options={staffColumns.map((value) => ({ value, label: t(`staff.column.${value}`) }))}
          value={[...(search.cols ?? defaultColumns)]}
          onChange={(value) => onChange({ cols: staffColumns.filter((item) => value.includes(item)) })}
        />
      </Toolbar>
      {chips.length > 0 && (
        <Toolbar>
          {chips.map(({ label, lift }) => (
            <FilterChip key={label} label={label} onRemove={() => onChange(lift)} />
          ))}
          {search.unit && (
            <FilterToggle
              label={t('staff.filter.subunits')}
              on={search.reach !== 'own'}
              onChange={(on) => onChange({ reach: on ? undefined : 'own' })}
            />
          )}
        </Toolbar>
      )}
    </>
  );
}
