import { useTranslation } from 'react-i18next';
import { Text } from '@/components/ui/figure';
import { formatDay } from '@/lib/day';
import type { ChangeRowFragment } from '@/gql/graphql';
import { fieldName, valueText } from '../change-text';
import styles from './change-page.module.css';

/** Field by field what stood in the record and what is to stand there; a change without fields strikes a line. */
export function ChangedFields({
  change,
}: {
  change: Pick<ChangeRowFragment, 'kind' | 'section' | 'fields' | 'remove' | 'line' | 'effectiveOn'>;
}) {
  const { t } = useTranslation();
  const { kind, section, fields, remove, line, effectiveOn } = change;
  if (remove) return <p>{t('changes.strikes', { line: line ?? '' })}</p>;
  return (
    <dl className={styles.fields}>
      {line && (
        <div>
          <dt>{t('changes.line')}</dt>
          <dd>{line}</dd>
        </div>
      )}
      {kind === 'UPDATE' && effectiveOn && (
        <div>
          <dt>{t('changes.from')}</dt>
          <dd>{formatDay(effectiveOn)}</dd>
        </div>
      )}
      {fields.map(({ name, before, after }) => (
        <div key={name}>
          <dt>{fieldName(t, section, name)}</dt>
          <dd>
            <span className="visually-hidden">{t('changes.before')} </span>
            <del>
              <Text>{valueText(t, section, name, before)}</Text>
            </del>{' '}
            <span aria-hidden>→</span> <span className="visually-hidden">{t('changes.after')} </span>
            <ins>
              <Text>{valueText(t, section, name, after)}</Text>
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
