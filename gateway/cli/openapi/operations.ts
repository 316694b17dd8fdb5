import { listOf, objectOf, textOf, type JsonObject } from './json';
import type { OpenApi } from './read-openapi';

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: JsonObject;
  readonly example: unknown;
}

/** A call that reads. */
export interface Operation {
  readonly path: string;
  /** Operation id and tags, for guessing what it is about. */
  readonly words: string;
  readonly parameters: readonly Parameter[];
  /** Of its answer when all is well; null where it isn't described. */
  readonly answer: JsonObject | null;
  /** Names of headers of that answer. */
  readonly headers: readonly string[];
  /** As the document has it; null where the operation says nothing. */
  readonly security: readonly unknown[] | null;
}

/** Every GET of the document. */
export function readOperations(api: OpenApi): readonly Operation[] {
  return Object.entries(objectOf(api.root['paths'])).flatMap(([path, described]) => {
    const item = api.resolve(described);
    if (item['get'] === undefined) return [];
    const get = objectOf(item['get']);
    const parameters = [...listOf(item['parameters']), ...listOf(get['parameters'])].map((parameter) =>
      parameterOf(api, parameter),
    );
    const words = [textOf(get['operationId']), ...listOf(get['tags']).map(textOf)].join(' ');
    const security = Array.isArray(get['security']) ? (get['security'] as unknown[]) : null;
    return [{ path, words, parameters, security, ...answerOf(api, get) }];
  });
}

function parameterOf(api: OpenApi, parameter: unknown): Parameter {
  const { name, in: place, required, schema, example } = api.resolve(parameter);
  return {
    name: textOf(name),
    in: textOf(place),
    required: required === true,
    schema: api.resolve(schema),
    example,
  };
}

function answerOf(api: OpenApi, operation: JsonObject): Pick<Operation, 'answer' | 'headers'> {
  const responses = objectOf(operation['responses']);
  const status = Object.keys(responses).find((code) => /^2/.test(code)) ?? 'default';
  const response = api.resolve(responses[status]);
  const content = Object.entries(objectOf(response['content']));
  const json = content.find(([type]) => /json/i.test(type)) ?? content.find(([type]) => type === '*/*');
  const schema = json === undefined ? undefined : objectOf(json[1])['schema'];
  return {
    answer: schema === undefined ? null : objectOf(schema),
    headers: Object.keys(objectOf(response['headers'])),
  };
}
