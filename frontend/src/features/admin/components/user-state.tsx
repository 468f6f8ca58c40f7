import { useTranslation } from 'react-i18next';
import { Tag } from '@/components/ui/chip';
import type { UserRowFragment } from '@/gql/graphql';
import { formatInstant } from '@/lib/day';
import styles from './admin.module.css';

const tones = { ACTIVE: 'green', DISABLED: 'red', UNUSED: 'amber' } as const;

function isKnown(state: string): state is keyof typeof tones {
  return state in tones;
}

/** Whether the account can sign in, in a word. */
export function UserState({ user }: { user: Pick<UserRowFragment, 'state' | 'disabledAt'> }) {
  const { t } = useTranslation();
  const { state, disabledAt } = user;
  return (
    <div className={styles.lines}>
      <Tag tone={isKnown(state) ? tones[state] : 'plain'}>
        {isKnown(state) ? t(`admin.state.${state}`) : state}
      </Tag>
      {disabledAt && <span className={styles.soft}>{formatInstant(disabledAt)}</span>}
    </div>
  );
}
