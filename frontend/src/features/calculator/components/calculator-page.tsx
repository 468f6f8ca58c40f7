import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonText } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { useRefusal } from '../use-calculator';
import { CalculatorForm } from './calculator-form';
import styles from './calculator.module.css';

interface CalculatorPageProps<Data> extends Pick<
  ComponentProps<typeof CalculatorForm>,
  'form' | 'values' | 'onSubmit'
> {
  title: string;
  /** False while something that the form needs is missing: nothing has been asked. */
  asked: boolean;
  result: ComponentProps<typeof QueryView<Data>>['result'];
  children: (data: Data) => ReactNode;
}

/** A form and, beside it, what comes out of what was last sent. */
export function CalculatorPage<Data>(props: CalculatorPageProps<Data>) {
  const { title, asked, result, children, ...form } = props;
  const { t } = useTranslation();
  const [{ error, fetching, data }] = result;
  const answered = asked && data != null && error === undefined;
  const refusal = useRefusal(form.form, form.values, asked ? error : undefined);
  return (
    <div className={styles.layout}>
      <Panel title={title}>
        <p className={styles.soft}>{t('calculator.emptyHint')}</p>
        <CalculatorForm
          {...form}
          refusal={refusal}
          busy={asked && fetching && data == null}
          computed={answered}
        />
      </Panel>
      <div className={styles.answer}>
        <p role="status" className="visually-hidden">
          {answered && t('calculator.done')}
        </p>
        {asked ? (
          <QueryView result={result} skeleton={<SkeletonText rows={8} />}>
            {children}
          </QueryView>
        ) : (
          <EmptyState title={t('calculator.nothingYet')}>{t('calculator.nothingYetText')}</EmptyState>
        )}
      </div>
    </div>
  );
}
