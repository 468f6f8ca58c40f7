import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { SearchSelect, useSelectSearch } from '@/components/ui/select';
import { DocumentSelectDocument } from '@/gql/graphql';

interface DocumentSelectProps {
  value: string | undefined;
  onChange: (number: string | undefined) => void;
}

/** Chooses a document of the register by typing a part of its number or title. */
export function DocumentSelect({ value, onChange }: DocumentSelectProps) {
  const { t, i18n } = useTranslation();
  const { text, open, box } = useSelectSearch();
  const [{ data, fetching }] = useQuery({
    query: DocumentSelectDocument,
    variables: { text, lang: i18n.language },
    pause: !open,
    requestPolicy: 'cache-first',
  });
  const options = (data?.legalDocuments.edges ?? []).map(({ node: { number, title } }) => ({
    value: number,
    label: `${number} – ${title}`,
  }));
  return (
    <SearchSelect
      allowClear
      label={t('law.filter.document')}
      options={options}
      chosen={value ?? ''}
      loading={fetching}
      {...box}
      value={value}
      onChange={onChange}
    />
  );
}
