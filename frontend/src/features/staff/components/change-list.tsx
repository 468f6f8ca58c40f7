import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/components/ui/chip';
import { Notice } from '@/components/ui/notice';
import type { ChangeRowFragment } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';
import { formatInstant } from '@/lib/day';
import { ChangeDecision } from './change-decision';
import styles from './change-list.module.css';
import { ChangedFields } from './changed-fields';

const tones = { PENDING: 'amber', VERIFIED: 'green', REJECTED: 'red', WITHDRAWN: 'plain' } as const;

interface ChangeListProps {
  changes: ChangeRowFragment[];
  named?: boolean;
  onReload: () => void;
}

/** Declared changes: what was, what is to be, on what evidence; with the decision for those who may take it. */
export function ChangeList({ changes, named = false, onReload }: ChangeListProps) {
  const { t } = useTranslation();
  const [done, setDone] = useState<string>();
  return (
    <>
      {done && <Notice tone="success">{done}</Notice>}
      <ul className={styles.list}>
        {changes.map((change) => (
          <li key={change.id} className={styles.change}>
            <div className={styles.head}>
              {named && (
                <Link to="/staff/$staffId" params={{ staffId: change.staff.id }} search={{ tab: 'changes' }}>
                  {change.staff.fullName}
                </Link>
              )}
              <strong>
                {codeLabel(t, 'changeKind', change.kind)}: {codeLabel(t, 'changeSection', change.section)}
              </strong>
              <Tag tone={tones[change.state]}>{codeLabel(t, 'changeState', change.state)}</Tag>
            </div>
            <ChangedFields change={change} />
            <p className={styles.note}>
              {t('staff.change.evidence')}: {change.evidence}
            </p>
            <p className={styles.note}>
              {t('staff.change.declared', { by: change.declaredBy, at: formatInstant(change.declaredAt) })}
              {change.decidedBy &&
                change.decidedAt &&
                ` · ${t('staff.change.decided', { by: change.decidedBy, at: formatInstant(change.decidedAt) })}`}
              {change.reason && ` · ${change.reason}`}
            </p>
            <ChangeDecision change={change} onDone={setDone} onReload={onReload} />
          </li>
        ))}
      </ul>
    </>
  );
}
