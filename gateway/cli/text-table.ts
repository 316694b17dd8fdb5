export interface Column {
  readonly title: string;
  /** Longer cells are cut. */
  readonly widest: number;
  readonly align?: 'right';
}

/** Rows under aligned columns, two blanks apart. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => columns.map(({ widest }, i) => cut(row[i] ?? '', widest)));
  const widths = columns.map(({ title }, i) =>
    Math.max(lengthOf(title), ...cells.map((row) => lengthOf(row[i] ?? ''))),
  );
  return [columns.map(({ title }) => title), ...cells]
    .map((row) =>
      row
        .map((cell, i) => padded(cell, widths[i] ?? 0, columns[i]?.align))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function padded(cell: string, width: number, align: Column['align']): string {
  const blanks = ' '.repeat(width - lengthOf(cell));
  return align === 'right' ? blanks + cell : cell + blanks;
}

/** What people count as one character is stored as so many at most; of a longer one the rest is cut off. */
const LONGEST_CHARACTER = 20;

/** Counting takes long, and cells may be as long as strangers like. */
function cut(cell: string, widest: number): string {
  const line = cell.slice(0, widest * LONGEST_CHARACTER).replace(/\s+/g, ' ');
  const characters = charactersOf(line);
  const isWhole = characters.length <= widest && cell.length <= widest * LONGEST_CHARACTER;
  return isWhole ? line : `${characters.slice(0, widest - 1).join('')}…`;
}

function lengthOf(text: string): number {
  return charactersOf(text).length;
}

const segmenter = new Intl.Segmenter();

/** As people count them: an emoji is one, and not the several that it is stored as. */
function charactersOf(text: string): readonly string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment);
}
