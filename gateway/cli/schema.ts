import { z } from 'zod';
import { partnerDefinitionSchema } from '../../adapters/partners/partner-definition';
import { starterSubgraph } from '../../schema/federation/starter-subgraph';
import type { AddCommand } from './command';
import { print, printJson } from './terminal';

/** `pasar schema`: for editors, which then complete and check a definition while it is written. */
export const addSchema: AddCommand = (program) => {
  program
    .command('schema')
    .summary('print the JSON Schema of definitions, for editors')
    .description(
      'Prints the JSON Schema of definitions. Save it, and begin a definition with the comment\n' +
        '# yaml-language-server: $schema=pasar.schema.json',
    )
    .option('--subgraph [type]', 'in its place the SDL that a subgraph of your own begins with')
    .action(({ subgraph }: { subgraph?: string | true }) => {
      if (subgraph === undefined) printJson(z.toJSONSchema(partnerDefinitionSchema, { io: 'input' }));
      else print(subgraph === true ? starterSubgraph() : starterSubgraph(subgraph));
    });
};
