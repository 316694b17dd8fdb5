/** The field by which a gateway asks for what it knows by its keys. */
export const ENTITIES = '_entities';
/** The variable that holds these keys. */
export const REPRESENTATIONS = 'representations';

/** Names in an operation that asks for several lists of entities, of what belongs to its n-th part. */
export const entitiesOf = (part: number): string => `${ENTITIES}${part}`;
export const representationsOf = (part: number): string => `${REPRESENTATIONS}${part}`;
