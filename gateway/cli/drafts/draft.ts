import { Document, isMap, isScalar, type YAMLMap } from 'yaml';
import type { z } from 'zod';
import type { partnerDefinitionSchema } from '../../../adapters/partners/partner-definition';

/** A definition as it is written, defaults left out. */
export type DefinitionInput = z.input<typeof partnerDefinitionSchema>;
export type DefinitionInputOf<Protocol extends DefinitionInput['protocol']> = Extract<
  DefinitionInput,
  { protocol: Protocol }
>;

/** A definition to begin with, and what to say at its fields. */
export interface Draft<Input extends DefinitionInput = DefinitionInput> {
  readonly value: Input;
  /** By path, e.g. `mapping.price`; a text of several lines is a comment of several. */
  readonly notes: Readonly<Record<string, string>>;
}

const HEAD = ` A definition for Pasar: how this marketplace is read, and how it takes orders.
 Try it with "pasar try FILE", check it with "pasar check FILE". Secrets do not belong in here.
 What is marked TODO could not be known. "pasar schema" gives editors the list of all fields.`;

/** A draft as YAML, with its notes as comments before the fields that they are about. */
export function writeDraft({ value, notes }: Draft): string {
  const document = new Document(value);
  document.commentBefore = HEAD;
  if (isMap(document.contents)) {
    for (const [path, note] of Object.entries(notes)) annotate(document.contents, path.split('.'), note);
    separate(document.contents);
  }
  // Lines are not folded: they are expressions.
  return document.toString({ lineWidth: 0, defaultStringType: 'PLAIN' });
}

function annotate(map: YAMLMap, [name, ...rest]: readonly string[], note: string): void {
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === name);
  if (pair === undefined || !isScalar(pair.key))
    throw new Error(`a note at ${name ?? ''}, which is not there`);
  if (rest.length === 0) {
    pair.key.commentBefore = note
      .split('\n')
      .map((line) => ` ${line}`)
      .join('\n');
    return;
  }
  if (isMap(pair.value)) annotate(pair.value, rest, note);
}

/** A blank line before each part. */
function separate(map: YAMLMap): void {
  for (const { key, value } of map.items) if (isScalar(key) && isMap(value)) key.spaceBefore = true;
}
