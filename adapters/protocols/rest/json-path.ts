/** A field or an index. */
export type Step = string | number;

const STEP = /\.?([A-Za-z_]\w*)|\.?("(?:[^"\\]|\\.)*")|\[(\d+)\]/y;
const PLAIN_NAME = /^[A-Za-z_]\w*$/;
/** Bodies with more in them are not searched: a path is only a hint for people. */
const MOST_NODES = 500_000;

/** The steps of an expression that only walks down (`data.items[0]`), or null for one that does more. */
export function plainPath(expression: string): readonly Step[] | null {
  const text = expression.trim().replace(/^[@$](?=[.[]|$)/, '');
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (match === null) return null; // which sets lastIndex back to 0
    const [, name, quoted, index] = match;
    steps.push(name ?? (quoted === undefined ? Number(index) : (JSON.parse(quoted) as string)));
  }
  return steps;
}

/** `$.data[3]`, then these steps. */
export function pathBelow(path: string, steps: readonly Step[]): string {
  return steps.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return PLAIN_NAME.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, path);
}

/** Does the value say, where the steps lead, that there is nothing: null, false, or an index beyond a list? */
export function saysNothing(root: unknown, steps: readonly Step[]): boolean {
  let value = root;
  for (const [i, step] of steps.entries()) {
    const isLast = i === steps.length - 1;
    if (typeof step === 'number') {
      if (!Array.isArray(value)) return false;
      if (step >= value.length) return isLast;
      value = (value as unknown[])[step];
    } else {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false;
      value = (value as Record<string, unknown>)[step];
    }
  }
  return value === null || value === false;
}

/**
 * Where an object stands in a body, whatever expression it was taken out by; null for one that an expression
 * made. The body is searched when a path is first asked for: where all is well none ever is.
 */
export function createLocator(root: unknown): (value: unknown) => string | null {
  let places: ReadonlyMap<object, Place> | null = null;
  return (value) => {
    if (typeof value !== 'object' || value === null) return null;
    places ??= placesIn(root);
    const steps: Step[] = [];
    for (let place = places.get(value); place !== undefined; place = place.above) {
      if (place.above === undefined) return pathBelow('$', steps.reverse());
      steps.push(place.step);
    }
    return null;
  };
}

interface Place {
  readonly above: Place | undefined;
  readonly step: Step;
}

/** A list of what is still to be searched, not recursion: strangers nest as deep as they like. */
function placesIn(root: unknown): ReadonlyMap<object, Place> {
  const places = new Map<object, Place>();
  const open: { readonly node: object; readonly place: Place }[] = [];
  const enter = (node: unknown, place: Place): void => {
    if (typeof node !== 'object' || node === null || places.size >= MOST_NODES) return;
    places.set(node, place);
    open.push({ node, place });
  };
  enter(root, { above: undefined, step: '' });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, place } = next;
    if (Array.isArray(node)) node.forEach((item, i) => enter(item, { above: place, step: i }));
    else for (const [name, item] of Object.entries(node)) enter(item, { above: place, step: name });
  }
  return places;
}
