import { writeFile } from 'node:fs/promises';
import { formatJunit } from '../../adapters/conformance/report-junit';
import { formatResult, formatSummary } from '../../adapters/conformance/report-text';
import type { ConformanceReport, RuleResult } from '../../adapters/conformance/rule';
import { runConformance, type ConformanceOptions } from '../../adapters/conformance/run-conformance';
import {
  openPartnerUnderCheck,
  type PartnerUnderCheck,
} from '../../adapters/conformance/partner-under-check';
import type { Offer } from '../../adapters/core/offer';
import { checkOrder } from './check-order';
import { checkOwnSubgraph } from './check-own-subgraph';
import { CommandFailed, type AddCommand } from './command';
import { codeOf, readDefinitionFile } from './definition-file';
import { untilInterrupted } from './interrupt';
import { admissionFor, type PartnerAccess } from './open-partner';
import { addAccessOptions, wholeNumberOption } from './options';
import { print, printJson } from './terminal';

interface CheckOptions extends PartnerAccess {
  readonly json?: boolean;
  readonly junit?: string;
  readonly pages: number;
  readonly withOrders?: boolean;
}

/** A check is no index: enough pages to see that there are several, and how they go on. */
const PAGES = 3;

/** `pasar check`: holds a partner's live API to the rules, and says what to mend. */
export const addCheck: AddCommand = (program) => {
  addAccessOptions(
    program
      .command('check')
      .summary('hold a live API to the rules that Pasar has for marketplaces')
      .description(
        'Reads FILE and the API that it describes, and tells rule by rule what is well and what to mend. ' +
          'Places no orders unless asked to. Exit code 0: it conforms; 1: it does not; 2: it could not be checked.',
      )
      .argument('<file>', 'the definition (*.pasar.yaml)')
      .option('--json', 'print the report as JSON')
      .option('--junit <file>', 'also write the report as JUnit XML')
      .option('--pages <n>', 'how many pages of the feed are read', wholeNumberOption(1, 1_000), PAGES)
      .option(
        '--with-orders',
        'place an order for one piece of the cheapest thing in stock, and take it back',
      ),
  ).action(check);
};

async function check(file: string, options: CheckOptions): Promise<void> {
  const definition = await readDefinitionFile(file);
  const admission = admissionFor(definition, options);
  const onResult = (result: RuleResult): void => {
    if (options.json !== true) print(formatResult(result));
  };
  const report = await untilInterrupted(async (signal) => {
    if (definition.protocol !== 'federation')
      return heldToRules(openPartnerUnderCheck(definition, admission), options, { signal, onResult });
    const { offerType, results } = await checkOwnSubgraph(definition, admission.credentials, {
      ...admission,
      signal,
    });
    results.forEach(onResult);
    if (offerType === null) return notTaken(definition.id, results);
    const partner = openPartnerUnderCheck(definition, admission, offerType);
    const held = await heldToRules(partner, options, { signal, onResult });
    return { ...held, results: [...results, ...held.results] };
  });
  if (options.json === true) printJson(report);
  else print(`\n${formatSummary(report)}`);
  if (options.junit !== undefined) await writeJunit(options.junit, report);
  if (!report.conforms) process.exitCode = 1;
}

async function heldToRules(
  { marketplace, stranger, secrets, close }: PartnerUnderCheck,
  { pages, withOrders }: CheckOptions,
  running: Pick<ConformanceOptions, 'signal' | 'onResult'>,
): Promise<ConformanceReport> {
  const order = withOrders === true ? (offer: Offer) => checkOrder(offer) : null;
  try {
    return await runConformance({ marketplace, stranger, secrets, pages, order }, running);
  } finally {
    await close();
  }
}

/** A subgraph that the graph can't take is not asked for its offers. */
function notTaken(marketplace: string, results: readonly RuleResult[]): ConformanceReport {
  return { marketplace, checkedAt: new Date().toISOString(), conforms: false, offersSeen: 0, results };
}

async function writeJunit(file: string, report: ConformanceReport): Promise<void> {
  try {
    await writeFile(file, formatJunit(report));
  } catch (error) {
    throw new CommandFailed(`--junit: ${file} can't be written (${codeOf(error)})`, 2);
  }
}
