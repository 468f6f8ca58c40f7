import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib/viewer';
import styles from './law.module.css';

/** The calculators as the law names them, and the tabs of the page on which they stand. */
const tabs = {
  retirement: 'retirement',
  retirementDates: 'retirement',
  separationBenefit: 'separation',
  stepRaise: 'stepRaise',
  gradePlacement: 'placement',
} as const;

type Calculator = keyof typeof tabs;

function isCalculator(code: string): code is Calculator {
  return code in tabs;
}

/** The calculators that read a figure. */
export function ReadBy({ calculators }: { calculators: string[] }) {
  const { t } = useTranslation();
  const uses = useMay('calculator:use');
  if (calculators.length === 0) return <p>{t('law.readBy.none')}</p>;
  return (
    <ul className={styles.links}>
      {calculators.map((code) => {
        if (!isCalculator(code)) return <li key={code}>{code}</li>;
        const name = t(`law.readBy.${code}`);
        return (
          <li key={code}>
            {uses ? (
              <Link to="/calculators" search={{ calc: tabs[code] }}>
                {name}
              </Link>
            ) : (
              name
            )}
          </li>
        );
      })}
    </ul>
  );
}
