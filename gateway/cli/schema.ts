import { definitionJsonSchema } from '../../adapters/partners/definition-schema';
import { starterSubgraph } from '../../schema/federation/starter-subgraph';
import { offerNameProblem } from '../../schema/federation/partner-offer';
import { CommandFailed, type AddCommand } from './command';
import { print, printJson } from './terminal';

/** `pasar schema`: for editors, which then complete and check a definition while it is written. */
export const addSchema: AddCommand = (program) => {
  program
    .command('schema')
    .summary('print the JSON Schema of definitions, for editors')
    .description(
      'Prints the JSON Schema of definitions, which a Pasar serves at /schemas/pasar.schema.json too. Save it, and\n' +
        "begin a definition with the comment that 'pasar init --out' writes\n" +
        '# yaml-language-server: $schema=pasar.schema.json',
    )
    .option(
      '--subgraph [type]',
      'in its place the SDL that a subgraph of your own begins with; type is what its offers are called, TokoTaniOffer',
    )
    .action(({ subgraph }: { subgraph?: string | true }) => {
      if (typeof subgraph === 'string') refuseName(subgraph);
      if (subgraph === undefined) printJson(definitionJsonSchema());
      else print(subgraph === true ? starterSubgraph() : starterSubgraph(subgraph));
    });
};

/** What the check would refuse is not begun with. */
function refuseName(name: string): void {
  const problem = offerNameProblem(name);
  if (problem === null) return;
  throw new CommandFailed(`--subgraph: "${name.slice(0, 80)}" ${problem.message}. ${problem.remedy}`, 2);
}
