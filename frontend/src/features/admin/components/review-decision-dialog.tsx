import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '@/components/act-dialog';
import { Field, TextArea } from '@/components/ui/input';
import { DecideGrantReviewItemsDocument } from '@/gql/graphql';
import { formatDay, today } from '@/lib/day';
import { useAct } from '@/lib/use-act';
import styles from './admin.module.css';
import type { ReviewItem } from './review-items';

interface ReviewDecisionDialogProps {
  items: ReviewItem[];
  /** Keep the grants, or end them. */
  confirm: boolean;
  onClose: () => void;
  onDone: (message: string) => void;
}

/** Shows whose role is kept or ended where, before it is so. Ending wants a reason. */
export function ReviewDecisionDialog({ items, confirm, onClose, onDone }: ReviewDecisionDialogProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const act = useAct(DecideGrantReviewItemsDocument, ['note']);
  const missing = asked && !confirm && note.trim() === '' ? t('admin.fault.reason') : undefined;
  const count = items.length;
  const people = new Set(items.map(({ grant }) => grant.user.id)).size;

  async function submit() {
    setAsked(true);
    if (!confirm && note.trim() === '') return;
    const data = await act.send({
      items: items.map(({ id }) => id),
      confirm,
      note: note.trim() || undefined,
    });
    if (data) onDone(t(confirm ? 'admin.review.confirmedDone' : 'admin.review.endedDone', { count }));
  }

  return (
    <ActDialog
      title={t(confirm ? 'admin.review.confirmTitle' : 'admin.review.endTitle', { count })}
      effect={
        confirm
          ? t('admin.review.confirmEffect', { count })
          : t('admin.review.endEffect', { count, people, day: formatDay(today()) })
      }
      submit={t(confirm ? 'admin.review.confirm' : 'admin.review.end')}
      danger={!confirm}
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ul className={styles.scroll} tabIndex={0} aria-label={t('admin.review.chosen')}>
        {items.map(({ id, grant }) => (
          <li key={id}>
            {grant.user.displayName} ({grant.user.username}): {grant.role.label} · {grant.unit.name}
          </li>
        ))}
      </ul>
      <Field
        label={t(confirm ? 'admin.review.note' : 'admin.reason')}
        hint={t(confirm ? 'admin.review.noteHint' : 'admin.reasonHint')}
        error={missing ?? act.errorAt('note')}
      >
        {(ids) => <TextArea {...ids} value={note} onChange={setNote} />}
      </Field>
    </ActDialog>
  );
}
