import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { TextInput } from '@/components/ui/input';
import { QuickSearchDocument, type QuickSearchQuery } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { useDebounced } from '@/lib/use-debounced';
import styles from './quick-search.module.css';

interface Hit {
  key: string;
  kind: 'unit' | 'person';
  id: string;
  title: string;
  detail: string;
}

function hitsOf(data: QuickSearchQuery): Hit[] {
  const units = data.orgUnits.edges.map(({ node }) => ({
    key: `unit-${node.id}`,
    kind: 'unit' as const,
    id: node.id,
    title: node.name,
    detail: [node.parent?.name, node.code].filter(Boolean).join(' · '),
  }));
  const people = data.staff.edges.map(({ node }) => ({
    key: `person-${node.id}`,
    kind: 'person' as const,
    id: node.id,
    title: node.fullName,
    detail: [node.title, node.unit?.name, node.code].filter(Boolean).join(' · '),
  }));
  return [...units, ...people];
}

export function QuickSearchPanel({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const listId = useId();
  const asOf = useAsOf();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const asked = useDebounced(text.trim(), 200);
  const [{ data, fetching, error }] = useQuery({
    query: QuickSearchDocument,
    variables: { text: asked, asOf },
    pause: asked.length < 2,
  });
  const hits = asked.length < 2 || data === undefined ? [] : hitsOf(data);

  function open(hit: Hit) {
    onDone();
    if (hit.kind === 'unit') void navigate({ to: '/org/$unitId', params: { unitId: hit.id } });
    else void navigate({ to: '/staff/$staffId', params: { staffId: hit.id } });
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setActive((active + step + hits.length) % hits.length);
    }
    const hit = hits[active];
    if (event.key === 'Enter' && hit) open(hit);
  }

  const status =
    asked.length < 2
      ? t('common.search.hint')
      : error
        ? t('common.error.title')
        : fetching
          ? t('common.loading')
          : hits.length === 0
            ? t('common.search.nothing', { text: asked })
            : t('common.search.found', { count: hits.length });

  return (
    <div className={styles.panel}>
      <TextInput
        aria-label={t('common.search.title')}
        size="large"
        autoFocus
        value={text}
        onChange={(value) => {
          setText(value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        placeholder={t('common.search.placeholder')}
        combobox={{
          listId,
          expanded: hits.length > 0,
          activeId: hits[active] && `${listId}-${hits[active].key}`,
        }}
      />
      <p role="status" className={styles.status}>
        {status}
      </p>
      <ul
        id={listId}
        role="listbox"
        aria-label={t('common.search.results')}
        className={styles.hits}
        hidden={hits.length === 0}
      >
        {hits.map((hit, index) => (
          <li
            key={hit.key}
            id={`${listId}-${hit.key}`}
            role="option"
            aria-selected={index === active}
            className={styles.hit}
            onMouseEnter={() => setActive(index)}
            onClick={() => open(hit)}
          >
            <span className={styles.kind}>{t(`common.search.${hit.kind}`)}</span>
            <span className={styles.title}>{hit.title}</span>
            <span className={styles.detail}>{hit.detail}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
