import { rest } from '@/lib/rest';
import type { ImportKind } from '../search';

export async function jobIdOf(response: Response): Promise<string> {
  const { jobId } = (await response.json()) as { jobId: string | number };
  return String(jobId);
}

/** Sends a workbook; a dry run checks everything and writes nothing. The answer is the job that does the work. */
export async function startImport(kind: ImportKind, file: File, dryRun: boolean): Promise<string> {
  const body = new FormData();
  body.append('file', file);
  return jobIdOf(await rest(`/api/import/${kind}?dryRun=${dryRun}`, { method: 'POST', body }));
}

/** Asks for a workbook of everything of a kind that the reader may see on a day, in the layout of the template. */
export async function startExport(kind: ImportKind, asOf: string): Promise<string> {
  return jobIdOf(await rest(`/api/export/${kind}?asOf=${asOf}`, { method: 'POST' }));
}

export const templateAddress = (kind: ImportKind) => `/api/template/${kind}.xlsx`;
export const resultAddress = (jobId: string) => `/api/job/${jobId}/result`;
