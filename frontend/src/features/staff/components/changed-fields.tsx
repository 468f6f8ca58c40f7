import { useTranslation } from 'react-i18next';
import { Text } from '@/components/ui/figure';
import type { ChangeRowFragment } from '@/gql/graphql';
import { fieldName, valueText } from '../change-text';
import styles from './change-page.module.css';

/** Field by field what stood in the record and what is to stand there; a change without fields strikes a line. */
export function ChangedFields({ change }: { change: Pick<ChangeRowFragment, 'section' | 'fields'> }) {
  const { t } = useTranslation();
  const { section, fields } = change;
  if (fields.length === 0) return <p>{t('changes.strikes')}</p>;
  return (
    <dl className={styles.fields}>
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
