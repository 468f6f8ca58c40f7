import { useTranslation } from 'react-i18next';
import { Field } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import type { RecordChangeSection } from '@/gql/graphql';
import { isList } from '../change-fields';
import { kindsOf, lineActs, linesOf, moved, type Draft, type Member } from '../change-form';

interface ChangePlaceProps {
  member: Member;
  sections: readonly RecordChangeSection[];
  draft: Draft;
  errorAt: (name: string) => string | undefined;
  onChange: (draft: Draft, name: string) => void;
}

/** What the change is about: the section, in lists the line, and whether it was wrong or has become different. */
export function ChangePlace({ member, sections, draft, errorAt, onChange }: ChangePlaceProps) {
  const { t } = useTranslation();
  const { section, act, kind } = draft;
  const lines = isList(section) ? linesOf(member, section) : [];
  const kinds = kindsOf(draft);
  return (
    <>
      <Field label={t('changes.form.section')} error={errorAt('section')}>
        {(ids) => (
          <Select
            {...ids}
            width="100%"
            value={section}
            options={sections.map((value) => ({ value, label: t(`codes.changeSection.${value}`) }))}
            onChange={(next) => next && onChange(moved(member, draft, { section: next }), 'section')}
          />
        )}
      </Field>
      {isList(section) && (
        <Field label={t('changes.form.act')}>
          {(ids) => (
            <Select
              {...ids}
              width="100%"
              value={act}
              options={lineActs.map((value) => ({ value, label: t(`changes.act.${value}`) }))}
              onChange={(next) => next && onChange(moved(member, draft, { act: next }), 'target')}
            />
          )}
        </Field>
      )}
      {isList(section) && act !== 'add' && lines.length === 0 && (
        <Notice tone="info">{t('changes.form.noLines')}</Notice>
      )}
      {isList(section) && act !== 'add' && lines.length > 0 && (
        <div data-faulty={errorAt('target') !== undefined || undefined}>
          <Field label={t('changes.form.line')} error={errorAt('target')}>
            {(ids) => (
              <Select
                {...ids}
                width="100%"
                value={draft.target}
                label={t('changes.form.chooseLine')}
                options={lines.map((line) => ({ value: line.id, label: line.name }))}
                onChange={(target) => target && onChange(moved(member, draft, { target }), 'target')}
              />
            )}
          </Field>
        </div>
      )}
      <Field label={t('changes.form.kind')} hint={t(`changes.kindHint.${kind}`)} error={errorAt('kind')}>
        {(ids) => (
          <Select
            {...ids}
            width="100%"
            value={kind}
            disabled={kinds.length === 1}
            options={kinds.map((value) => ({ value, label: t(`codes.changeKind.${value}`) }))}
            onChange={(next) => next && onChange({ ...draft, kind: next }, 'kind')}
          />
        )}
      </Field>
    </>
  );
}
