import { z } from 'zod';
import { partnerDefinitionSchema } from './partner-definition';

/** The JSON Schema of definitions (`*.pasar.yaml`): editors complete and check by it while one is written. */
export function definitionJsonSchema(): object {
  return {
    title: 'A marketplace that joins Pasar',
    ...z.toJSONSchema(partnerDefinitionSchema, { io: 'input' }),
  };
}
