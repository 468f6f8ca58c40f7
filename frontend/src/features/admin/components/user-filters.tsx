import { useTranslation } from 'react-i18next';
import { FilterChip } from '@/components/ui/chip';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { Toolbar } from '@/components/ui/page';
import { SearchInput } from '@/components/ui/search-input';
import { Select } from '@/components/ui/select';
import { UnitSelect, useUnitName } from '@/components/unit-select';
import { userStates, type UserSearch } from '../search';
import { RoleSelect, useRoles } from './selects';

interface FiltersProps<Search> {
  search: Search;
  onChange: (next: Partial<Search>) => void;
}

type Common = Pick<UserSearch, 'role' | 'unit' | 'reach'>;

/** The filters in force by role and unit, each with the way to lift it. */
export function CommonChips({ search, onChange }: FiltersProps<Common>) {
  const { t } = useTranslation();
  const roles = useRoles();
  const unitName = useUnitName(search.unit);
  const role = roles.find(({ code }) => code === search.role)?.label ?? search.role;
  return (
    <>
      {search.role && (
        <FilterChip
          label={`${t('admin.grant.role')}: ${role}`}
          onRemove={() => onChange({ role: undefined })}
        />
      )}
      {search.unit && (
        <>
          <FilterChip
            label={`${t('org.unit')}: ${unitName ?? '…'}`}
            onRemove={() => onChange({ unit: undefined, reach: undefined })}
          />
          <FilterToggle
            label={t('admin.filter.subunits')}
            on={search.reach !== 'own'}
            onChange={(on) => onChange({ reach: on ? undefined : 'own' })}
          />
        </>
      )}
    </>
  );
}

export function UserFilters({ search, onChange }: FiltersProps<UserSearch>) {
  const { t } = useTranslation();
  const { q, state, role, unit } = search;
  return (
    <>
      <Toolbar>
        <SearchInput
          label={t('admin.users.find')}
          value={q ?? ''}
          onSearch={(text) => onChange({ q: text || undefined })}
        />
        <Select
          aria-label={t('admin.users.stateFilter')}
          placeholder={t('admin.users.stateFilter')}
          allowClear
          value={state}
          options={userStates.map((value) => ({ value, label: t(`admin.state.${value}`) }))}
          onChange={(next) => onChange({ state: next })}
        />
        <RoleSelect
          label={t('admin.grant.role')}
          allowClear
          width={240}
          value={role}
          onChange={(next) => onChange({ role: next })}
        />
        <UnitSelect label={t('org.unit')} value={unit} onChange={(next) => onChange({ unit: next })} />
      </Toolbar>
      {(state || role || unit) && (
        <Toolbar>
          {state && (
            <FilterChip
              label={`${t('admin.users.stateFilter')}: ${t(`admin.state.${state}`)}`}
              onRemove={() => onChange({ state: undefined })}
            />
          )}
          <CommonChips search={search} onChange={onChange} />
        </Toolbar>
      )}
    </>
  );
}
