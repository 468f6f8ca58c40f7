import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import type { ChoiceRowFragment } from '@/gql/graphql';
import { useMay } from '@/lib/viewer';
import { impactOf } from '../impact-form';
import { DecideChoiceDialog, WithdrawChoiceDialog } from './decide-choice-dialogs';
import { EndChoiceDialog } from './end-choice-dialog';
import { ImpactDialog } from './impact-dialog';
import styles from './law.module.css';

interface ChoiceActsProps {
  choice: ChoiceRowFragment;
  onDone: (message: string) => void;
  onReload: () => void;
}

type Act = 'approve' | 'refuse' | 'withdraw' | 'end' | 'impact';

/** What the reader may do with a choice. */
export function ChoiceActs(props: ChoiceActsProps) {
  const { t } = useTranslation();
  const { choice } = props;
  const { mayDecide, mayWithdraw, mayEnd, state } = choice;
  // What only ends an earlier choice supposes no figure of its own.
  const supposes = choice.value != null || choice.choice != null;
  const analyses = useMay('rule.impact:read');
  const [act, setAct] = useState<Act>();
  const dialog = { ...props, onClose: () => setAct(undefined) };
  return (
    <div className={styles.acts}>
      {mayDecide && (
        <>
          <Button kind="primary" aria-haspopup="dialog" onClick={() => setAct('approve')}>
            {t('law.choice.approve')}
          </Button>
          <Button aria-haspopup="dialog" onClick={() => setAct('refuse')}>
            {t('law.choice.refuse')}
          </Button>
        </>
      )}
      {mayWithdraw && (
        <Button aria-haspopup="dialog" onClick={() => setAct('withdraw')}>
          {t('law.choice.withdraw')}
        </Button>
      )}
      {mayEnd && (
        <Button aria-haspopup="dialog" onClick={() => setAct('end')}>
          {t('law.choice.end')}
        </Button>
      )}
      {analyses && supposes && state === 'PROPOSED' && (
        <Button aria-haspopup="dialog" onClick={() => setAct('impact')}>
          {t('law.impact.see')}
        </Button>
      )}
      {(act === 'approve' || act === 'refuse') && (
        <DecideChoiceDialog {...dialog} approve={act === 'approve'} />
      )}
      {act === 'withdraw' && <WithdrawChoiceDialog {...dialog} />}
      {act === 'impact' && <ImpactDialog start={impactOf(choice)} onClose={dialog.onClose} />}
      {act === 'end' && <EndChoiceDialog {...dialog} />}
    </div>
  );
}
