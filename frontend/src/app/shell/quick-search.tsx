import { SearchIcon } from '@/components/ui/icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '@/components/ui/dialog';
import { QuickSearchPanel } from './quick-search-panel';
import styles from './quick-search.module.css';

/** People and units by name or code from any page: Ctrl-K (⌘K). */
export function QuickSearch() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <>
      <button type="button" className={styles.opener} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <SearchIcon />
        <span>{t('common.search.open')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('common.search.title')} width={640}>
        <QuickSearchPanel onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
