import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LegalSources } from '@/components/legal-source';
import type { TraceStepFragment } from '@/gql/graphql';
import { formatStepValue } from '../amounts';
import { useParameterLabels } from '../use-parameter-labels';
import styles from './calculator.module.css';

/** The steps of a computation in order: what was found, how, and by which articles. */
export function TraceList({ trace }: { trace: readonly TraceStepFragment[] }) {
  const { t } = useTranslation();
  const labels = useParameterLabels();
  return (
    <ol className={styles.trace} aria-label={t('calculator.why.steps')}>
      {trace.map((step, index) => (
        <li key={index}>
          <h3>{step.label}</h3>
          {step.formula && <p>{step.formula}</p>}
          <p className={styles.stepValue}>{formatStepValue(t, step.value, step.unit)}</p>
          <LegalSources sources={step.sources} />
          {step.parameters.length > 0 && (
            <ul className={styles.parameters} aria-label={t('calculator.why.parameters')}>
              {step.parameters.map((id) => (
                <li key={id}>
                  <Link to="/law/parameters/$parameterId" params={{ parameterId: id }}>
                    {labels.get(id) ?? id}
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
