import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { KeepSeparationEstimateDocument, type SeparationEstimateInput } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { today } from '@/lib/day';
import { useAct } from '@/lib/use-act';
import { useMay } from '@/lib/viewer';
import styles from './computation.module.css';

interface KeepEstimateProps {
  staffId: string;
  estimate: SeparationEstimateInput;
}

/** "Lưu ước tính": keeps what stands above, computed anew from today's record. For those who may. */
export function KeepEstimate(props: KeepEstimateProps) {
  const { t } = useTranslation();
  const may = useMay('staff.computation:compute');
  const asOf = useAsOf();
  if (!may) return null;
  if (asOf !== today()) return <p className={styles.soft}>{t('computation.keep.onlyToday')}</p>;
  // Another estimate is another request.
  return <Keep key={JSON.stringify(props)} {...props} />;
}

function Keep({ staffId, estimate }: KeepEstimateProps) {
  const { t } = useTranslation();
  const [kept, setKept] = useState<string>();
  const act = useAct(KeepSeparationEstimateDocument, []);
  async function keep() {
    const data = await act.send({ staff: staffId, estimate });
    if (data) setKept(data.keepSeparationEstimate.computation.id);
  }
  if (kept !== undefined) {
    return (
      <Notice tone="success" title={t('computation.keep.done')}>
        <Link to="/calculators/kept/$computationId" params={{ computationId: kept }}>
          {t('computation.keep.open')}
        </Link>
      </Notice>
    );
  }
  return (
    <>
      {act.refusal && <Notice tone="error">{act.refusal.text}</Notice>}
      <div className={styles.kept}>
        <Button loading={act.fetching} onClick={() => void keep()}>
          {t('computation.keep.do')}
        </Button>
        <span className={styles.soft}>{t('computation.keep.hint')}</span>
      </div>
    </>
  );
}
