import { readFileSync } from 'node:fs';

/** A fenced block of a Markdown page, and what the page says in comments of how it is tested. */
export interface GuideBlock {
  /** Where it begins, from 1. */
  readonly line: number;
  /** `sh`, `text`, `yaml`. */
  readonly language: string;
  readonly text: string;
  readonly directives: readonly Directive[];
}

/** `<!-- test: … -->` above a block. */
export type Directive =
  | { readonly kind: 'skip' }
  /** It goes on running; the next block comes when the address answers. */
  | { readonly kind: 'background'; readonly answers: string }
  | { readonly kind: 'fails'; readonly code: number }
  | { readonly kind: 'contains'; readonly text: string }
  /** What is shown comes to be true a little later. */
  | { readonly kind: 'again'; readonly text: string }
  /** A whole definition, a part of one that is in the file named, or top-level parts to be put into it. */
  | { readonly kind: 'definition' }
  | { readonly kind: 'from'; readonly file: string }
  | { readonly kind: 'part'; readonly file: string };

const COMMENT = /^<!-- test: (.*) -->$/;
const FENCE = /^```(\w*)$/;

export function readGuide(file: string): readonly GuideBlock[] {
  const blocks: GuideBlock[] = [];
  let directives: Directive[] = [];
  let open: { readonly line: number; readonly language: string; readonly lines: string[] } | null = null;
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const fence = FENCE.exec(line);
    const comment = COMMENT.exec(line);
    if (open !== null && line === '```') {
      blocks.push({ line: open.line, language: open.language, text: open.lines.join('\n'), directives });
      open = null;
      directives = [];
    } else if (open !== null) open.lines.push(line);
    else if (fence !== null) open = { line: index + 1, language: fence[1] ?? '', lines: [] };
    else if (comment !== null) directives.push(parseDirective(comment[1] ?? '', index + 1));
  }
  if (open !== null) throw new Error(`${file}:${open.line}: a block without an end`);
  return blocks;
}

function parseDirective(text: string, line: number): Directive {
  const is = (pattern: RegExp): string | undefined => pattern.exec(text)?.[1];
  const answers = is(/^background, until (\S+) answers$/);
  const code = is(/^fails with (\d+)$/);
  const contains = is(/^output contains (.+)$/);
  const again = is(/^again, until output contains (.+)$/);
  const from = is(/^from (\S+)$/);
  const part = is(/^part of (\S+)$/);
  if (text.startsWith('skip, ')) return { kind: 'skip' };
  if (text === 'definition') return { kind: 'definition' };
  if (answers !== undefined) return { kind: 'background', answers };
  if (code !== undefined) return { kind: 'fails', code: Number(code) };
  if (contains !== undefined) return { kind: 'contains', text: contains };
  if (again !== undefined) return { kind: 'again', text: again };
  if (from !== undefined) return { kind: 'from', file: from };
  if (part !== undefined) return { kind: 'part', file: part };
  throw new Error(`line ${line}: <!-- test: ${text} --> is not known`);
}

/** Lines of a shown output that are not in the real one. `…` is anything; numbers are only as an example. */
export function linesNotIn(output: string, shown: string): readonly string[] {
  const real = output.split('\n').map(comparable);
  return shown.split('\n').filter((line) => {
    const parts = comparable(line).split('…').map(escapeRegExp);
    const pattern = new RegExp(`^${parts.join('.*')}$`);
    return line.trim() !== '' && !real.some((each) => pattern.test(each));
  });
}

/** Is a text somewhere in an output, however it is spaced? */
export function isIn(output: string, text: string): boolean {
  const squeezed = (each: string): string => each.replace(/\s+/g, ' ');
  return squeezed(output).includes(squeezed(text));
}

function comparable(line: string): string {
  return line.trim().replace(/\s+/g, ' ').replace(/\d+/g, '0');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
