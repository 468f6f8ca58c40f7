import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '@/components/act-dialog';
import { DatePicker } from '@/components/ui/date-picker';
import { Field, TextInput } from '@/components/ui/input';
import { StartGrantReviewDocument } from '@/gql/graphql';
import { today } from '@/lib/day';
import { useAct } from '@/lib/use-act';

interface StartReviewDialogProps {
  onClose: () => void;
  onDone: (message: string) => void;
}

/** Opens a campaign over every grant in force today. */
export function StartReviewDialog({ onClose, onDone }: StartReviewDialogProps) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(t('admin.review.titleOfYear', { year: today().slice(0, 4) }));
  const [dueOn, setDueOn] = useState<string>();
  const [asked, setAsked] = useState(false);
  const act = useAct(StartGrantReviewDocument, ['title', 'dueOn']);
  const error = (field: string, value: string | undefined) =>
    asked && !value?.trim() ? t('common.form.required') : act.errorAt(field);

  async function submit() {
    setAsked(true);
    if (!title.trim() || !dueOn) return;
    const data = await act.send({ title: title.trim(), dueOn });
    if (!data) return;
    onDone(t('admin.review.started', { title: title.trim(), count: data.startGrantReview.review.total }));
    onClose();
  }

  return (
    <ActDialog
      title={t('admin.review.start')}
      effect={t('admin.review.startEffect')}
      submit={t('admin.review.start')}
      act={act}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Field label={t('admin.review.title')} error={error('title', title)}>
        {(ids) => <TextInput {...ids} autoComplete="off" value={title} onChange={setTitle} />}
      </Field>
      <Field label={t('admin.review.dueOn')} hint={t('admin.review.dueOnHint')} error={error('dueOn', dueOn)}>
        {({ id }) => <DatePicker id={id} value={dueOn} onChange={setDueOn} />}
      </Field>
    </ActDialog>
  );
}
