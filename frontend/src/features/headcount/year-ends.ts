const firstYear = 2011;
/** The server answers at most this many days at once. */
const most = 40;

/** 31 December of every year on record before the day, then the day itself. */
export function yearEnds(day: string): string[] {
  const year = Number(day.slice(0, 4));
  const days: string[] = [];
  for (let past = Math.max(firstYear, year - most + 1); past < year; past += 1) days.push(`${past}-12-31`);
  return [...days, day];
}
