import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LegalSources } from '@/components/legal-source';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Toolbar } from '@/components/ui/page';
import { copyText } from '../copy';
import { sheetText, type Sheet } from '../sheet';
import { PrintSheet } from './print-sheet';
import { TraceList } from './trace-list';
import styles from './calculator.module.css';

/** What one does with a result: ask why, copy it, print it. */
export function ResultActions({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const [why, setWhy] = useState(false);
  const [printing, setPrinting] = useState(false);
  const [copied, setCopied] = useState<boolean>();

  const actions = (
    <>
      <Button onClick={() => void copyText(sheetText(t, sheet)).then(setCopied)}>
        {t('calculator.action.copy')}
      </Button>
      <Button onClick={() => setPrinting(true)}>{t('calculator.action.print')}</Button>
    </>
  );
  return (
    <>
      <Toolbar>
        <Button kind="primary" aria-haspopup="dialog" onClick={() => setWhy(true)}>
          {t('common.why.ask')}
        </Button>
        {actions}
        <span role="status" className={styles.soft}>
          {copied !== undefined && t(copied ? 'calculator.action.copied' : 'calculator.action.notCopied')}
        </span>
      </Toolbar>
      <Drawer open={why} onClose={() => setWhy(false)} title={t('calculator.why.title')} width={640}>
        <div className={styles.why}>
          <Toolbar>{actions}</Toolbar>
          <TraceList trace={sheet.trace} />
          <h3>{t('calculator.sheet.bases')}</h3>
          <LegalSources sources={sheet.bases} />
        </div>
      </Drawer>
      {printing && <PrintSheet sheet={sheet} onDone={() => setPrinting(false)} />}
    </>
  );
}
