import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { SkeletonText } from '@/components/ui/skeleton';
import { RecordChangesDocument, StaffRecordDocument, type ChangeRowFragment } from '@/gql/graphql';
import { formatInstant } from '@/lib/day';
import { isList } from '../change-fields';
import { presentValues } from '../change-form';
import { fieldName, valueText } from '../change-text';
import styles from './change-page.module.css';

/** What became different after the reader saw the change: decided by somebody else, or the record itself. */
export function ChangeConflict({ change }: { change: ChangeRowFragment }) {
  const { t, i18n } = useTranslation();
  const { section, staff } = change;
  const [{ data: list }] = useQuery({
    query: RecordChangesDocument,
    variables: { staff: staff.id, first: 50 },
    requestPolicy: 'network-only',
  });
  const [{ data: record }] = useQuery({
    query: StaffRecordDocument,
    variables: { id: staff.id, lang: i18n.language },
    requestPolicy: 'network-only',
  });
  if (!list || !record) return <SkeletonText rows={3} />;

  const now = list.recordChanges.edges.find(({ node }) => node.id === change.id)?.node;
  if (now && now.state !== 'PENDING') {
    const state = t(`codes.changeState.${now.state}`);
    const at = now.decidedAt ? formatInstant(now.decidedAt) : '';
    return <p>{t('changes.conflict.decided', { by: now.decidedBy ?? '', at, state })}</p>;
  }
  const member = record.staffMember;
  if (isList(section) || !member) return <p>{t('changes.conflict.line')}</p>;
  const values = presentValues(member, { section, act: 'add', target: undefined });
  const different = change.fields.filter(({ name, before }) => values[name] !== (before ?? ''));
  return (
    <>
      <p>{t('changes.conflict.record')}</p>
      <ul className={styles.differences}>
        {different.map(({ name, before }) => (
          <li key={name}>
            {t('changes.conflict.field', {
              field: fieldName(t, section, name),
              before: valueText(t, section, name, before) || '–',
              now: valueText(t, section, name, values[name]) || '–',
            })}
          </li>
        ))}
      </ul>
    </>
  );
}
