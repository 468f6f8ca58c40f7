import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation } from 'urql';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, TextInput } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { SaveViewDocument, type ViewRowFragment } from '@/gql/graphql';
import { problemOf } from '@/lib/problem';
import { useMay, useViewer } from '@/lib/viewer';
import type { ViewList } from '../api/use-views';
import styles from './view.module.css';

const sharings = ['PRIVATE', 'UNIT', 'ALL'] as const;
type Sharing = (typeof sharings)[number];

interface SaveViewDialogProps {
  list: ViewList;
  /** What the view keeps. */
  search: string;
  /** The view that is renamed or shared anew; a new one when absent. */
  view?: ViewRowFragment;
  onClose: () => void;
}

/** Name of a view and who may use it. */
export function SaveViewDialog({ list, search, view, onClose }: SaveViewDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(view?.name ?? '');
  const [sharing, setSharing] = useState<Sharing>((view?.sharing as Sharing | undefined) ?? 'PRIVATE');
  const [unit, setUnit] = useState(view?.unit?.id);
  const [fault, setFault] = useState<{ field?: 'name' | 'unit'; text: string }>();
  const [{ fetching }, save] = useMutation(SaveViewDocument);
  // One shares with the units at which one holds a role, and with everybody by a right of its own.
  const { roles } = useViewer();
  const toAll = useMay('view:share');
  const units = [...new Map(roles.map(({ unit: place }) => [place.id, place.name]))].map(
    ([value, label]) => ({
      value,
      label,
    }),
  );
  const offered = sharings.filter((item) => item !== 'ALL' || toAll || view?.sharing === 'ALL');

  async function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    if (fetching) return;
    if (!name.trim()) return setFault({ field: 'name', text: t('view.nameMissing') });
    if (sharing === 'UNIT' && !unit) return setFault({ field: 'unit', text: t('view.unitMissing') });
    const { error } = await save({
      input: {
        clientRequestId: crypto.randomUUID(),
        id: view?.id,
        version: view?.version,
        list,
        name: name.trim(),
        search,
        sharing,
        unit: sharing === 'UNIT' ? unit : undefined,
      },
    });
    if (!error) return onClose();
    const { code, message, field } = problemOf(error);
    const place = (['name', 'unit'] as const).find((item) => field === item || field === `input.${item}`);
    setFault({ field: place, text: message || t(`common.error.${code}`) });
  }

  const at = (field: 'name' | 'unit') => (fault?.field === field ? fault.text : undefined);
  return (
    <Dialog
      open
      onClose={onClose}
      title={view ? t('view.editTitle', { name: view.name }) : t('view.saveTitle')}
      width={460}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        {fault && fault.field === undefined && <Notice tone="error">{fault.text}</Notice>}
        {!view && <p>{t('view.about')}</p>}
        <Field label={t('view.name')} error={at('name')}>
          {(ids) => (
            <TextInput
              {...ids}
              autoFocus
              value={name}
              onChange={(next) => {
                setName(next);
                setFault(undefined);
              }}
            />
          )}
        </Field>
        <Field label={t('view.sharing')}>
          {(ids) => (
            <Select
              {...ids}
              width="100%"
              value={sharing}
              options={offered.map((value) => ({ value, label: t(`view.with.${value}`) }))}
              onChange={(next = 'PRIVATE') => {
                setSharing(next);
                setUnit(view?.unit?.id ?? units[0]?.value);
              }}
            />
          )}
        </Field>
        {sharing === 'UNIT' && (
          <Field label={t('org.unit')} hint={t('view.unitHint')} error={at('unit')}>
            {(ids) => <Select {...ids} width="100%" value={unit} options={units} onChange={setUnit} />}
          </Field>
        )}
        <div className={styles.buttons}>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" htmlType="submit" loading={fetching}>
            {t('view.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
