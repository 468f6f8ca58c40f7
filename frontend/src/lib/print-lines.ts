/** Prints a title and lines of text, and nothing of the page around them. */
export function printLines(title: string, lines: readonly string[]): void {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  const page = frame.contentDocument!;
  page.title = title;
  const heading = page.createElement('h1');
  heading.textContent = title;
  const list = page.createElement('pre');
  list.textContent = lines.join('\n');
  page.body.append(heading, list);
  const print = frame.contentWindow!;
  print.addEventListener('afterprint', () => frame.remove());
  print.print();
}
