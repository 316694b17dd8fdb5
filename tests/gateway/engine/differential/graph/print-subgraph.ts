import {
  isResolvedIn,
  nullable,
  printType,
  type ArgumentModel,
  type FieldModel,
  type GraphModel,
  type InterfaceModel,
  type ObjectModel,
} from './model';
import { implementersIn, membersIn } from './presence';

const DIRECTIVES = ['key', 'shareable', 'external', 'requires', 'provides', 'override', 'inaccessible'];
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: [${[...DIRECTIVES, 'interfaceObject'].map((name) => `"@${name}"`).join(', ')}])`;

interface Printed {
  readonly text: string;
  /** The types that it speaks of. */
  readonly names: readonly string[];
}

/** The SDL of one subgraph: what it declares, and every type that this speaks of. */
export function printSubgraph(graph: GraphModel, subgraph: string): string {
  const printed = new Map<string, string>();
  const waiting = [
    ...[graph.query, graph.mutation].filter((root) => fieldsIn(root, subgraph).length > 0),
    ...graph.entities.filter(({ keys }) => keys.has(subgraph)),
    ...graph.interfaces.filter((one) => one.fieldsIn.has(subgraph) || one.interfaceObjects.has(subgraph)),
  ].map(({ name }) => name);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (printed.has(name)) continue;
    const { text, names } = printNamed(graph, name, subgraph);
    printed.set(name, text);
    waiting.push(...names);
  }
  return [LINK, ...printed.values()].filter((text) => text !== '').join('\n');
}

/** The fields of a type that a subgraph declares, external ones among them. */
export const fieldsIn = ({ kind, fields }: ObjectModel, subgraph: string): readonly FieldModel[] =>
  kind === 'value' ? fields : fields.filter(({ declarations }) => declarations.has(subgraph));

function printNamed(graph: GraphModel, name: string, subgraph: string): Printed {
  const object = [graph.query, graph.mutation, ...graph.entities, ...graph.values].find(
    (one) => one.name === name,
  );
  if (object) return printObject(graph, object, subgraph);
  const abstract = graph.interfaces.find((one) => one.name === name);
  if (abstract) return printInterface(abstract, subgraph);
  const union = graph.unions.find((one) => one.name === name);
  if (union) {
    const names = membersIn(union, subgraph).map((member) => member.name);
    return { text: `union ${name} = ${names.join(' | ')}`, names };
  }
  const input = graph.inputs.find((one) => one.name === name);
  if (input)
    return {
      text: `input ${name} { ${input.fields.map(printArgument).join(' ')} }`,
      names: input.fields.map(({ type }) => type.name),
    };
  return { text: printLeaf(graph, name), names: [] };
}

function printLeaf({ enums, scalars }: GraphModel, name: string): string {
  const { values = [], inaccessible = [] } = enums.find((one) => one.name === name) ?? {};
  if (values.length === 0) return scalars.includes(name) ? `scalar ${name}` : '';
  const lines = values.map((value) => `${value}${inaccessible.includes(value) ? ' @inaccessible' : ''}`);
  return `enum ${name} { ${lines.join(' ')} }`;
}

function printObject(graph: GraphModel, object: ObjectModel, subgraph: string): Printed {
  const { name, kind, keys, inaccessible } = object;
  const interfaces = graph.interfaces.filter((one) => implementersIn(one, subgraph).includes(object));
  const fields = fieldsIn(object, subgraph);
  const directives = [
    ...(keys.get(subgraph) ?? []).map(
      ({ text, resolvable }) => `@key(fields: "${text}"${resolvable ? '' : ', resolvable: false'})`,
    ),
    ...(kind === 'value' ? ['@shareable'] : []),
    ...(inaccessible ? ['@inaccessible'] : []),
  ];
  const implemented =
    interfaces.length > 0 ? `implements ${interfaces.map((one) => one.name).join(' & ')}` : '';
  return {
    text: `type ${name} ${implemented} ${directives.join(' ')} {\n${printFields(fields, subgraph)}\n}`,
    names: [...interfaces.map((one) => one.name), ...fields.flatMap(namesIn)],
  };
}

function printInterface(abstract: InterfaceModel, subgraph: string): Printed {
  const { name, fields, implementers, added, entity, parent } = abstract;
  if (abstract.interfaceObjects.has(subgraph)) {
    const own = [
      ...fields.filter(
        ({ name: own, declarations }) => own === entity?.keyField || declarations.has(subgraph),
      ),
      ...added.filter((field) => isResolvedIn(field, subgraph)),
    ];
    return {
      text: `type ${name} @interfaceObject @key(fields: "${entity?.keyField}") {\n${printFields(own, subgraph)}\n}`,
      names: own.flatMap(namesIn),
    };
  }
  const own = fields.filter((field) => abstract.fieldsIn.get(subgraph)?.includes(field.name));
  const key = entity ? `@key(fields: "${entity.keyField}")` : '';
  const present = entity ? implementers : implementersIn(abstract, subgraph);
  const implemented = parent ? `implements ${parent.name}` : '';
  return {
    text: `interface ${name} ${implemented} ${key} {\n${printFields(own, subgraph)}\n}`,
    names: [...(parent ? [parent.name] : []), ...present.map((one) => one.name), ...own.flatMap(namesIn)],
  };
}

const printFields = (fields: readonly FieldModel[], subgraph: string): string =>
  fields.map((field) => `  ${printField(field, subgraph)}`).join('\n');

function printField(field: FieldModel, subgraph: string): string {
  const declaration = field.declarations.get(subgraph) ?? {};
  const given = field.arguments.map(printArgument).join(', ');
  const type = declaration.nullable ? nullable(field.type) : field.type;
  const directives = [
    ...(declaration.shareable ? ['@shareable'] : []),
    ...(declaration.external ? ['@external'] : []),
    ...(declaration.override === undefined ? [] : [`@override(from: "${declaration.override}")`]),
    ...(declaration.requires ? [`@requires(fields: ${JSON.stringify(declaration.requires.text)})`] : []),
    ...(declaration.provides === undefined ? [] : [`@provides(fields: "${declaration.provides}")`]),
    ...(field.inaccessible && !declaration.external ? ['@inaccessible'] : []),
  ];
  return `${field.name}${given === '' ? '' : `(${given})`}: ${printType(type)} ${directives.join(' ')}`.trim();
}

const printArgument = ({ name, type, defaultValue }: ArgumentModel): string =>
  `${name}: ${printType(type)}${defaultValue === null ? '' : ` = ${defaultValue}`}`;

const namesIn = (field: FieldModel): readonly string[] =>
  [field, ...field.arguments].map(({ type }) => type.name);
