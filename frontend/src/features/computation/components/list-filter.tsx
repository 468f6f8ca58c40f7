import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { FilterChip } from '@/components/ui/chip';
import { Choices } from '@/components/ui/choices';
import { DayField } from '@/components/ui/fields';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { FilterIcon } from '@/components/ui/icons';
import { Field } from '@/components/ui/input';
import { SearchInput } from '@/components/ui/search-input';
import { UnitSelect } from '@/components/unit-select';
import { StaffFiltersDocument } from '@/gql/graphql';
import { today } from '@/lib/day';
import { staffClasses, type StaffFilterSearch } from '@/lib/staff-filter';
import styles from './computation.module.css';

interface ListFilterProps {
  search: StaffFilterSearch;
  onChange: (next: Partial<StaffFilterSearch>) => void;
}

/** Which people are computed: what is most asked for as fields, the rest of a list's filter as it was brought along. */
export function ListFilter({ search, onChange }: ListFilterProps) {
  const { t } = useTranslation();
  return (
    <>
      <Field label={t('org.unit')} hint={t('computation.form.unitHint')}>
        {(ids) => (
          <UnitSelect
            {...ids}
            width="100%"
            label={t('computation.everyUnit')}
            value={search.unit}
            onChange={(unit) => onChange({ unit, reach: undefined })}
          />
        )}
      </Field>
      {search.unit && (
        <FilterToggle
          label={t('staff.filter.subunits')}
          on={search.reach !== 'own'}
          onChange={(on) => onChange({ reach: on ? undefined : 'own' })}
        />
      )}
      <div className={styles.pair}>
        <DayField
          label={t('computation.form.retiresFrom')}
          allowClear
          value={search.retiresFrom}
          onChange={(retiresFrom) => onChange({ retiresFrom })}
        />
        <DayField
          label={t('computation.form.retiresTo')}
          allowClear
          value={search.retiresTo}
          onChange={(retiresTo) => onChange({ retiresTo })}
        />
      </div>
      <SearchInput
        label={t('staff.filter.find')}
        value={search.q ?? ''}
        onSearch={(text) => onChange({ q: text || undefined })}
      />
      <div className={styles.chips}>
        <Choices
          label={t('staff.column.staffClass')}
          icon={<FilterIcon />}
          options={staffClasses.map((value) => ({ value, label: t(`staff.class.${value}`) }))}
          value={search.class ?? []}
          onChange={(value) => onChange({ class: atLeastOne(value) })}
        />
        <Chips search={search} onChange={onChange} />
      </div>
    </>
  );
}

function atLeastOne<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** The filters that are no fields here: each in words, with the way to lift it. */
function Chips({ search, onChange }: ListFilterProps) {
  const { t, i18n } = useTranslation();
  const [{ data }] = useQuery({
    query: StaffFiltersDocument,
    variables: { asOf: today(), lang: i18n.language },
    requestPolicy: 'cache-first',
  });
  const { category = [], grade = [], position, gap } = search;
  const categoryLabel = (code: string) =>
    data?.headcountCategories.find((item) => item.code === code)?.label ?? code;
  const gradeName = (code: string) => data?.grades.find((item) => item.code === code)?.name ?? code;
  const gapLabel = (code: string) => data?.dataGaps.find((item) => item.code === code)?.label ?? code;
  const others = <T,>(list: T[], item: T) => atLeastOne(list.filter((other) => other !== item));
  return (
    <>
      {(search.class ?? []).map((code) => (
        <FilterChip
          key={code}
          label={t(`staff.class.${code}`)}
          onRemove={() => onChange({ class: others(search.class!, code) })}
        />
      ))}
      {category.map((code) => (
        <FilterChip
          key={code}
          label={`${t('headcount.category')}: ${categoryLabel(code)}`}
          onRemove={() => onChange({ category: others(category, code) })}
        />
      ))}
      {grade.map((code) => (
        <FilterChip
          key={code}
          label={`${t('staff.column.grade')}: ${gradeName(code)}`}
          onRemove={() => onChange({ grade: others(grade, code) })}
        />
      ))}
      {position && (
        <FilterChip
          label={t('staff.filter.onePosition')}
          onRemove={() => onChange({ position: undefined })}
        />
      )}
      {gap && <FilterChip label={gapLabel(gap)} onRemove={() => onChange({ gap: undefined })} />}
    </>
  );
}
