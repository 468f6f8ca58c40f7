import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ListHead, type Chip } from '@/components/list-head';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { Select } from '@/components/ui/select';
import { UnitSelect, useUnitChip } from '@/components/unit-select';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { userStates, type GrantSearch, type UserSearch } from '../search';
import { AdminNav } from './admin-nav';
import { RoleSelect, useRoles } from './selects';

interface HeadProps<Search> {
  actions: ReactNode;
  search: Search;
  onChange: (next: Partial<Search>) => void;
}

type Place = Pick<UserSearch, 'role' | 'unit' | 'reach'>;
type PlaceProps = Omit<HeadProps<Place>, 'actions'>;

/** The filters by role and unit, of accounts as of grants. */
function PlaceFilters({ search, onChange }: PlaceProps) {
  const { t } = useTranslation();
  return (
    <>
      <RoleSelect
        label={t('admin.grant.role')}
        allowClear
        width={240}
        value={search.role}
        onChange={(role) => onChange({ role })}
      />
      <UnitSelect label={t('org.unit')} value={search.unit} onChange={(unit) => onChange({ unit })} />
    </>
  );
}

/** Their chips, and the choice whether the units below count. */
function usePlaceChips({ search, onChange }: PlaceProps): { chips: Chip[]; besideChips: ReactNode } {
  const { t } = useTranslation();
  const roles = useRoles();
  const unitChip = useUnitChip(search.unit, () => onChange({ unit: undefined, reach: undefined }));
  const role = roles.find(({ code }) => code === search.role)?.label ?? search.role;
  return {
    chips: [
      ...(role
        ? [{ label: `${t('admin.grant.role')}: ${role}`, onRemove: () => onChange({ role: undefined }) }]
        : []),
      ...unitChip,
    ],
    besideChips: search.unit && (
      <FilterToggle
        label={t('admin.filter.subunits')}
        on={search.reach !== 'own'}
        onChange={(on) => onChange({ reach: on ? undefined : 'own' })}
      />
    ),
  };
}

export function UserHead({ actions, search, onChange }: HeadProps<UserSearch>) {
  const { t } = useTranslation();
  const { q, state } = search;
  const { chips, besideChips } = usePlaceChips({ search, onChange });
  const stateChip = state && {
    label: `${t('admin.users.stateFilter')}: ${t(`admin.state.${state}`)}`,
    onRemove: () => onChange({ state: undefined }),
  };
  return (
    <ListHead
      title={t('admin.nav.users')}
      above={<AdminNav />}
      actions={actions}
      find={{ label: t('admin.users.find'), value: q, onSearch: (text) => onChange({ q: text }) }}
      filters={
        <>
          <Select
            label={t('admin.users.stateFilter')}
            allowClear
            value={state}
            options={userStates.map((value) => ({ value, label: t(`admin.state.${value}`) }))}
            onChange={(next) => onChange({ state: next })}
          />
          <PlaceFilters search={search} onChange={onChange} />
        </>
      }
      chips={stateChip ? [stateChip, ...chips] : chips}
      besideChips={besideChips}
    />
  );
}

export function GrantHead({ actions, search, onChange }: HeadProps<GrantSearch>) {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const { q, lent, due } = search;
  return (
    <ListHead
      title={t('admin.nav.grants')}
      detail={t('admin.grants.onDay', { day: formatDay(asOf) })}
      above={<AdminNav />}
      actions={actions}
      find={{ label: t('admin.grants.find'), value: q, onSearch: (text) => onChange({ q: text }) }}
      filters={
        <>
          <PlaceFilters search={search} onChange={onChange} />
          <FilterToggle
            label={t('admin.grants.lent')}
            on={lent !== undefined}
            onChange={(on) => onChange({ lent: on ? 'yes' : undefined })}
          />
          <FilterToggle
            label={t('admin.grants.due')}
            on={due !== undefined}
            onChange={(on) => onChange({ due: on ? 'yes' : undefined })}
          />
        </>
      }
      {...usePlaceChips({ search, onChange })}
    />
  );
}
