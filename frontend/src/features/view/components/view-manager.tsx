import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation } from 'urql';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { ErrorState } from '@/components/ui/states';
import { DeleteViewDocument, SaveViewDocument, type ViewRowFragment } from '@/gql/graphql';
import { problemOf } from '@/lib/problem';
import type { ViewList } from '../api/use-views';
import { viewSearch } from '../view-search';
import { SaveViewDialog } from './save-view-dialog';
import styles from './view.module.css';

interface ViewManagerProps {
  views: ViewRowFragment[];
  /** What the page shows now: what a view is brought up to. */
  here: string;
  onClose: () => void;
}

/** One's own views of a list: bring up to what is shown, rename and share, delete. */
export function ViewManager({ views, here, onClose }: ViewManagerProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<ViewRowFragment>();
  const [deleting, setDeleting] = useState<string>();
  const [done, setDone] = useState<string>();
  const [saved, save] = useMutation(SaveViewDocument);
  const [deleted, remove] = useMutation(DeleteViewDocument);
  const error = saved.error ?? deleted.error;

  async function update(view: ViewRowFragment) {
    const { id, version, list, name, sharing, unit } = view;
    setDone(undefined);
    const answer = await save({
      input: {
        clientRequestId: crypto.randomUUID(),
        id,
        version,
        list,
        name,
        sharing,
        unit: unit?.id,
        search: here,
      },
    });
    if (!answer.error) setDone(t('view.updated', { name }));
  }

  async function drop({ id, version, name }: ViewRowFragment) {
    setDone(undefined);
    const answer = await remove({ input: { clientRequestId: crypto.randomUUID(), id, version } });
    setDeleting(undefined);
    if (!answer.error) setDone(t('view.deleted', { name }));
  }

  return (
    <Dialog open onClose={onClose} title={t('view.manageTitle')} width={640}>
      {error && <ErrorState problem={problemOf(error)} />}
      {done && <Notice tone="success">{done}</Notice>}
      {views.length === 0 && <p>{t('view.none')}</p>}
      <ul className={styles.views}>
        {views.map((view) => (
          <li key={view.id} className={styles.view}>
            <div className={styles.what}>
              <strong>{view.name}</strong>
              <span>{view.unit ? view.unit.name : t(`view.with.${view.sharing}`)}</span>
            </div>
            {deleting === view.id ? (
              <div className={styles.buttons}>
                <span>{t('view.deleteAsk')}</span>
                <Button kind="danger" loading={deleted.fetching} onClick={() => void drop(view)}>
                  {t('view.delete')}
                </Button>
                <Button kind="primary" onClick={() => setDeleting(undefined)}>
                  {t('common.cancel')}
                </Button>
              </div>
            ) : (
              <div className={styles.buttons}>
                <Button
                  disabled={saved.fetching || viewSearch(view.search) === here}
                  aria-label={t('view.updateOne', { name: view.name })}
                  onClick={() => void update(view)}
                >
                  {t('view.update')}
                </Button>
                <Button aria-label={t('view.editOne', { name: view.name })} onClick={() => setEditing(view)}>
                  {t('view.edit')}
                </Button>
                <Button
                  aria-label={t('view.deleteOne', { name: view.name })}
                  onClick={() => setDeleting(view.id)}
                >
                  {t('view.delete')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {editing && (
        <SaveViewDialog
          list={editing.list as ViewList}
          search={editing.search}
          view={editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Dialog>
  );
}
