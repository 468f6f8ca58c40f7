import { currentLanguage } from '@/i18n/language';
import { restJSON } from '@/lib/rest';
import { jobIdOf } from './files';

/** The lists that can be taken out as they stand on the screen, as the server names them. */
export type ExportList =
  | 'staff'
  | 'units'
  | 'positions'
  | 'decisions'
  | 'changes'
  | 'over-quota'
  | 'users'
  | 'grants'
  | 'computations';

/** Asks for a workbook of exactly what a list shows, all pages of it: the address of the screen and its columns. */
export async function startListExport(
  list: ExportList,
  search: string,
  columns: readonly string[],
): Promise<string> {
  return jobIdOf(await restJSON(`/api/export/list/${list}`, { search, columns, lang: currentLanguage() }));
}
