import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { parseStaffFilter, type StaffFilterSearch } from '@/lib/staff-filter';
import { useMay } from '@/lib/viewer';

/** From a list of people to the form that computes for all of them; absent for those who may not compute. */
export function EstimateListLink({ search }: { search: StaffFilterSearch }) {
  const { t } = useTranslation();
  if (!useMay('staff.computation:compute')) return null;
  return (
    <Link to="/calculators/batches/new" search={parseStaffFilter({ ...search })}>
      {t('computation.fromList')}
    </Link>
  );
}
