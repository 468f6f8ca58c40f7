import { useTranslation } from 'react-i18next';
import { Fact, Facts, Tile, Tiles } from '@/components/ui/facts';
import { Panel } from '@/components/ui/page';
import type { ImpactHeadFragment } from '@/gql/graphql';
import { formatMoney, formatNumber } from '@/lib/number';
import { moneyDifference } from '../impact-words';
import styles from './law.module.css';

const counts = ['read', 'changed', 'more', 'less', 'newlyEligible', 'noLongerEligible'] as const;

/** How many computations a change touches, which way, and what it costs or saves altogether. */
export function ImpactTotals({ totals }: { totals: ImpactHeadFragment['totals'] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('law.impact.totals.title')}>
      <div className={styles.spread}>
        <Tiles>
          {counts.map((count) => (
            <Tile key={count} label={t(`law.impact.totals.${count}`)}>
              {formatNumber(totals[count])}
            </Tile>
          ))}
        </Tiles>
        <Facts>
          <Fact label={t('law.impact.totals.before')}>{formatMoney(totals.before)}</Fact>
          <Fact label={t('law.impact.totals.after')}>{formatMoney(totals.after)}</Fact>
          <Fact label={t('law.impact.totals.difference')}>
            <strong className={styles.figure}>{moneyDifference(totals.difference)}</strong>
          </Fact>
        </Facts>
      </div>
    </Panel>
  );
}
