/** Every message file of this folder, keyed by its file name: `staff.json` holds the keys that start with `staff.`. */
const files = import.meta.glob<Record<string, unknown>>('./*.json', { eager: true, import: 'default' });

export const messages = Object.fromEntries(
  Object.entries(files).map(([path, content]) => [path.slice(2, -'.json'.length), content]),
);
