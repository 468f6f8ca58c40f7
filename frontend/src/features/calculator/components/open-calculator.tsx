import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib/viewer';
import type { CalculatorSearch } from '../search';

/** The way to the calculator with everything filled in; absent for those who may not use it. */
export function OpenCalculator({ search }: { search: CalculatorSearch }) {
  const { t } = useTranslation();
  if (!useMay('calculator:use')) return null;
  return (
    <Link to="/calculators" search={search}>
      {t('calculator.person.open')}
    </Link>
  );
}
