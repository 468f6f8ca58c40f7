import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import type { ChoiceRowFragment } from '@/gql/graphql';
import { DecideChoiceDialog, WithdrawChoiceDialog } from './decide-choice-dialogs';
import { EndChoiceDialog } from './end-choice-dialog';
import styles from './law.module.css';

interface ChoiceActsProps {
  choice: ChoiceRowFragment;
  onDone: (message: string) => void;
  onReload: () => void;
}

type Act = 'approve' | 'refuse' | 'withdraw' | 'end';

/** What the reader may do with a choice. */
export function ChoiceActs(props: ChoiceActsProps) {
  const { t } = useTranslation();
  const { mayDecide, mayWithdraw, mayEnd } = props.choice;
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
      {(act === 'approve' || act === 'refuse') && (
        <DecideChoiceDialog {...dialog} approve={act === 'approve'} />
      )}
      {act === 'withdraw' && <WithdrawChoiceDialog {...dialog} />}
      {act === 'end' && <EndChoiceDialog {...dialog} />}
    </div>
  );
}
