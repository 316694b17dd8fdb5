import { parse } from 'yaml';
import { CommandFailed } from '../command';
import { readTextFile } from '../definition-file';
import { objectOf, textOf, type JsonObject } from './json';

/** A description of an API, whose references are followed as they are met. */
export interface OpenApi {
  readonly root: JsonObject;
  /** What a `$ref` within the document stands for; anything else as it is. */
  resolve(value: unknown): JsonObject;
}

/** Beyond any real one; a chain that long goes round in circles. */
const MOST_REFERENCES = 20;

/** Reads an OpenAPI 3 document, JSON or YAML. */
export async function readOpenApi(file: string): Promise<OpenApi> {
  const root = parseDocument(await readTextFile(file), file);
  if (/^3\./.test(String(root['openapi']))) return { root, resolve: (value) => resolved(root, value) };
  const remedy =
    textOf(root['swagger']) === ''
      ? 'give one, in JSON or YAML'
      : 'it is Swagger 2; convert it first, for example with converter.swagger.io';
  throw new CommandFailed(`${file} is no OpenAPI 3 document (openapi: 3.…); ${remedy}`, 2);
}

function parseDocument(text: string, file: string): JsonObject {
  try {
    // JSON is YAML too, but its own parser is faster by far, and such documents are large.
    return objectOf(text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw new CommandFailed(`${file} is neither JSON nor YAML: ${reason}`, 2);
  }
}

function resolved(root: JsonObject, value: unknown): JsonObject {
  let object = objectOf(value);
  for (let followed = 0; followed < MOST_REFERENCES; followed += 1) {
    const reference = object['$ref'];
    if (typeof reference !== 'string') return object;
    object = referenced(root, reference);
  }
  return {};
}

/** `#/components/schemas/Product`: other documents are not fetched. */
function referenced(root: JsonObject, reference: string): JsonObject {
  if (!reference.startsWith('#/')) return {};
  const steps = reference.slice(2).split('/');
  return steps.reduce<JsonObject>((object, step) => objectOf(object[pointerStep(step)]), root);
}

/** JSON pointers write `/` as `~1` and `~` as `~0`, and in a fragment other characters with `%`. */
function pointerStep(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
