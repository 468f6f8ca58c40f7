import { FilterIcon, TableIcon } from '@/components/ui/icons';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListHead, type Chip } from '@/components/list-head';
import { Choices } from '@/components/ui/choices';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { UnitSelect, useUnitChip } from '@/components/unit-select';
import { StaffFiltersDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { staffClasses } from '@/lib/staff-filter';
import { defaultColumns, staffColumns, type StaffSearch } from '../search';

interface StaffHeadProps {
  actions: ReactNode;
  search: StaffSearch;
  onChange: (next: Partial<StaffSearch>) => void;
}

function without<T>(list: T[], item: T): T[] | undefined {
  const rest = list.filter((other) => other !== item);
  return rest.length === 0 ? undefined : rest;
}

function atLeastOne<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** "Hưởng lương hưu từ 01/12/2026 đến 30/11/2027": either end may be open. */
function retiresLabel(t: TFunction, { retiresFrom, retiresTo }: StaffSearch): string {
  const from = retiresFrom && formatDay(retiresFrom);
  const to = retiresTo && formatDay(retiresTo);
  if (from && to) return t('staff.filter.retiresBetween', { from, to });
  return from ? t('staff.filter.retiresFrom', { from }) : t('staff.filter.retiresTo', { to });
}

/** The head of the list of people: every filter, and which are in force. */
export function StaffHead({ actions, search, onChange }: StaffHeadProps) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const unitChip = useUnitChip(search.unit, () => onChange({ unit: undefined, reach: undefined }));
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

  const chip = (label: string, lift: Partial<StaffSearch>): Chip => ({
    label,
    onRemove: () => onChange(lift),
  });
  const chips: Chip[] = [
    ...unitChip,
    ...(search.class ?? []).map((item) =>
      chip(`${t('staff.column.staffClass')}: ${t(`staff.class.${item}`)}`, {
        class: without(search.class!, item),
      }),
    ),
    ...(search.category ?? []).map((item) =>
      chip(`${t('headcount.category')}: ${categoryLabel(item)}`, {
        category: without(search.category!, item),
      }),
    ),
    ...(search.grade ?? []).map((item) =>
      chip(`${t('staff.column.grade')}: ${gradeName(item)}`, { grade: without(search.grade!, item) }),
    ),
    ...(search.position ? [chip(t('staff.filter.onePosition'), { position: undefined })] : []),
    ...(search.gap ? [chip(gapLabel(search.gap), { gap: undefined })] : []),
    ...(search.retiresFrom || search.retiresTo
      ? [chip(retiresLabel(t, search), { retiresFrom: undefined, retiresTo: undefined })]
      : []),
  ];

  const filters = (
    <>
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
    </>
  );
  return (
    <ListHead
      title={t('common.nav.staff')}
      actions={actions}
      find={{ label: t('staff.filter.find'), value: search.q, onSearch: (q) => onChange({ q }) }}
      filters={filters}
      chips={chips}
      besideChips={
        search.unit && (
          <FilterToggle
            label={t('staff.filter.subunits')}
            on={search.reach !== 'own'}
            onChange={(on) => onChange({ reach: on ? undefined : 'own' })}
          />
        )
      }
    />
  );
}
