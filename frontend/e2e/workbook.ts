import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

interface Entry {
  name: string;
  content: Buffer;
}

const endOfDirectory = 0x06054b50;

/** The files of a zip archive, by its central directory. */
function unzip(archive: Buffer): Entry[] {
  let end = archive.length - 22;
  while (archive.readUInt32LE(end) !== endOfDirectory) end -= 1;
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  const entries: Entry[] = [];
  for (let index = 0; index < count; index += 1) {
    const method = archive.readUInt16LE(at + 10);
    const size = archive.readUInt32LE(at + 20);
    const nameLength = archive.readUInt16LE(at + 28);
    const after = nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const packed = archive.subarray(start, start + size);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({ name, content: method === 8 ? inflateRawSync(packed) : Buffer.from(packed) });
    at += 46 + after;
  }
  return entries;
}

function zip(entries: Entry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const packed = deflateRawSync(content);
    const label = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(label.length, 22);
    const head = Buffer.from([0x50, 0x4b, 3, 4]);
    files.push(head, facts, label, packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), facts, place, label);
    offset += 30 + label.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(endOfDirectory, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listing, end]);
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

function rowXML(row: number, cells: string[]): string {
  const xml = cells.map((text, column) =>
    text === '' ? '' : `<c r="${letters[column]}${row}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`,
  );
  return `<row r="${row}">${xml.join('')}</row>`;
}

/** A template of ours with rows written under the titles of its first sheet. */
export function filled(template: Buffer, rows: string[][]): Buffer {
  const entries = unzip(template);
  const sheet = entries.find(({ name }) => name === 'xl/worksheets/sheet1.xml');
  if (!sheet) throw new Error('the template has no first sheet');
  const xml = sheet.content.toString('utf8');
  // Only the titles stay: an example row of the template would be one more row to check.
  const [titles] = /<row r="1"[\s\S]*?<\/row>/.exec(xml) ?? [];
  if (!titles) throw new Error('the template has no titles');
  const body = rows.map((cells, index) => rowXML(index + 2, cells)).join('');
  const content = xml.replace(/<sheetData>[\s\S]*<\/sheetData>/, `<sheetData>${titles}${body}</sheetData>`);
  return zip(entries.map((entry) => (entry === sheet ? { ...entry, content: Buffer.from(content) } : entry)));
}

const plain = (xml: string) =>
  [...xml.matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)]
    .map(([, text]) => text)
    .join('')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

/** The cells of the first sheet as text, row by row; an empty cell is "". */
export function rowsOf(workbook: Buffer): string[][] {
  const files = unzip(workbook);
  const text = (path: string) => files.find(({ name }) => name === path)?.content.toString('utf8') ?? '';
  const shared = [...text('xl/sharedStrings.xml').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, xml]) =>
    plain(xml!),
  );
  return [...text('xl/worksheets/sheet1.xml').matchAll(/<row [^>]*>([\s\S]*?)<\/row>/g)].map(([, row]) => {
    const cells: string[] = [];
    for (const [, attributes, body = ''] of row!.matchAll(/<c ([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
      const column = letters.indexOf(/r="([A-Z])/.exec(attributes!)![1]!);
      const value = /<v>([\s\S]*?)<\/v>/.exec(body)?.[1] ?? '';
      cells[column] = attributes!.includes('t="s"') ? shared[Number(value)]! : plain(body) || value;
    }
    return Array.from(cells, (cell) => cell ?? '');
  });
}
