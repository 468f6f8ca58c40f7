/** Text for comparing without Vietnamese marks and case: "Đức" and "duc" fold to the same. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
}
