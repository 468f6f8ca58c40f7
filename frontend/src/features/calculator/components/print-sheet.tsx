import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { divided } from '../alternatives';
import { alternativeText, madeOn, sourceText, stepText, type Sheet } from '../sheet';
import type { Line } from '../words';
import styles from './print-sheet.module.css';

function Lines({ title, lines }: { title: string; lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <dl>
        {lines.map(([label, value], index) => (
          <div key={index}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The result on paper, in place of the page: what was put in, what comes out, the steps as an annex, the legal bases. */
export function PrintSheet({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) {
  const { t } = useTranslation();
  const { other: others } = divided(sheet.alternatives ?? []);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  useEffect(() => {
    const finish = () => done.current();
    window.addEventListener('afterprint', finish);
    window.print();
    return () => window.removeEventListener('afterprint', finish);
  }, []);
  return createPortal(
    <article className={styles.sheet} data-print-sheet aria-hidden>
      <h1>{sheet.title}</h1>
      <p>{madeOn(t, sheet)}</p>
      <Lines title={t('calculator.sheet.inputs')} lines={sheet.inputs} />
      <Lines title={t('calculator.sheet.result')} lines={sheet.results} />
      {sheet.reasons && sheet.reasons.length > 0 && (
        <ul>
          {sheet.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {sheet.items && sheet.items.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t('calculator.result.item')}</th>
              <th>{t('calculator.result.months')}</th>
              <th>{t('calculator.result.amount')}</th>
              <th>{t('calculator.result.source')}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.items.map(({ label, months, amount, source }) => (
              <tr key={label}>
                <td>{label}</td>
                <td>{months}</td>
                <td>{amount}</td>
                <td>{sourceText(t, source)}</td>
              </tr>
            ))}
            <tr>
              <th colSpan={2}>{t('calculator.result.total')}</th>
              <th>{sheet.total}</th>
              <th />
            </tr>
          </tbody>
        </table>
      )}
      <section>
        <h2>{t('calculator.sheet.bases')}</h2>
        <ul>
          {sheet.bases.map((source) => (
            <li key={sourceText(t, source)}>{sourceText(t, source)}</li>
          ))}
        </ul>
      </section>
      {others.length > 0 && (
        <section>
          <h2>{t('calculator.alternatives.title')}</h2>
          <ul>
            {others.map((other) => (
              <li key={`${other.parameter} ${other.reading}`}>{alternativeText(t, other)}</li>
            ))}
          </ul>
        </section>
      )}
      <section className={styles.annex}>
        <h2>{t('calculator.sheet.annex')}</h2>
        <ol>
          {sheet.trace.map((step, index) => (
            <li key={index}>
              {stepText(t, step)}
              {step.sources.length > 0 && (
                <small> [{step.sources.map((source) => sourceText(t, source)).join('; ')}]</small>
              )}
            </li>
          ))}
        </ol>
      </section>
    </article>,
    document.body,
  );
}
