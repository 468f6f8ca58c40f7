import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Tile, Tiles } from '@/components/ui/facts';
import { Balance, Figure } from '@/components/ui/figure';
import type { HeadcountFiguresFragment } from '@/gql/graphql';

/** The four figures of a unit or of the province in large type, each with how it comes about. */
export function HeadcountTiles({ total, unitId }: { total: HeadcountFiguresFragment; unitId?: string }) {
  const { t } = useTranslation();
  return (
    <Tiles>
      <Tile label={t('headcount.allocated')} note={t('headcount.allocatedNote')}>
        <Link to="/report/headcount" search={{ unit: unitId }}>
          <Figure value={total.allocated} />
        </Link>
      </Tile>
      <Tile label={t('headcount.present')} note={t('headcount.presentNote')}>
        <Link to="/staff" search={{ unit: unitId }}>
          <Figure value={total.present} />
        </Link>
      </Tile>
      <Tile label={t('headcount.vacant')} note={t('headcount.vacantFormula')}>
        <Balance value={total.vacant} />
      </Tile>
      <Tile label={t('headcount.recruitable')} note={t('headcount.recruitableFormula')}>
        <Balance value={total.recruitable} />
      </Tile>
    </Tiles>
  );
}
