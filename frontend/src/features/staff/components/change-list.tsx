import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation } from 'urql';
import { Button } from '@/components/ui/button';
import { Tag } from '@/components/ui/chip';
import { Dialog } from '@/components/ui/dialog';
import { Text } from '@/components/ui/figure';
import { Field, TextArea } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { DecideRecordChangeDocument, type ChangeRowFragment } from '@/gql/graphql';
import { codeLabel } from '@/lib/code-label';
import { formatDay, formatInstant } from '@/lib/day';
import { problemOf } from '@/lib/problem';
import { fieldLabel } from '../record-change';
import styles from './change-list.module.css';

type Change = ChangeRowFragment;
type Field = Change['fields'][number];

const tones = { PENDING: 'amber', VERIFIED: 'green', REJECTED: 'red', WITHDRAWN: 'plain' } as const;

function shown(value: string | null | undefined): string | undefined {
  if (!value) return undefined;
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : value;
}

function FieldLine({ field }: { field: Field }) {
  const { t } = useTranslation();
  const label = fieldLabel(field.name);
  return (
    <div>
      <dt>{label === undefined ? field.name : t(label)}</dt>
      <dd>
        <span className="visually-hidden">{t('staff.change.before')}</span>
        <del>
          <Text>{shown(field.before)}</Text>
        </del>{' '}
        → <span className="visually-hidden">{t('staff.change.after')}</span>
        <ins>
          <Text>{shown(field.after)}</Text>
        </ins>
      </dd>
    </div>
  );
}

/** Declared changes: what was, what is to be, on what evidence; with the decision for those who may take it. */
export function ChangeList({ changes, named = false }: { changes: Change[]; named?: boolean }) {
  const { t } = useTranslation();
  return (
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
          <dl className={styles.fields}>
            {change.fields.map((field) => (
              <FieldLine key={field.name} field={field} />
            ))}
          </dl>
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
          {change.mayDecide && <DecideButtons change={change} />}
        </li>
      ))}
    </ul>
  );
}

function DecideButtons({ change }: { change: Change }) {
  const { t } = useTranslation();
  const [refusing, setRefusing] = useState(false);
  const [reason, setReason] = useState('');
  const [{ fetching, error }, decide] = useMutation(DecideRecordChangeDocument);
  const problem = error && problemOf(error);

  async function send(verify: boolean) {
    const { id, version } = change;
    const given = verify ? undefined : reason.trim();
    const input = { clientRequestId: crypto.randomUUID(), id, version, verify, reason: given };
    const answer = await decide({ input });
    if (!answer.error) setRefusing(false);
  }

  return (
    <div className={styles.decide}>
      {problem && <Notice tone="error">{problem.message || t(`common.error.${problem.code}`)}</Notice>}
      <Button kind="primary" loading={fetching} onClick={() => void send(true)}>
        {t('staff.change.verify')}
      </Button>
      <Button onClick={() => setRefusing(true)}>{t('staff.change.reject')}</Button>
      <Dialog
        open={refusing}
        onClose={() => setRefusing(false)}
        title={t('staff.change.rejectTitle', { name: change.staff.fullName })}
        footer={
          <>
            <Button onClick={() => setRefusing(false)}>{t('common.cancel')}</Button>
            <Button
              kind="danger"
              loading={fetching}
              disabled={reason.trim() === ''}
              onClick={() => void send(false)}
            >
              {t('staff.change.reject')}
            </Button>
          </>
        }
      >
        <Field label={t('staff.change.reason')} hint={t('staff.change.reasonHint')}>
          {(ids) => <TextArea {...ids} value={reason} onChange={setReason} />}
        </Field>
      </Dialog>
    </div>
  );
}
