import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { formatJunit } from '../../adapters/conformance/report-junit';
import { formatResult, formatSummary } from '../../adapters/conformance/report-text';
import type { ConformanceReport, RuleResult } from '../../adapters/conformance/rule';
import { runConformance } from '../../adapters/conformance/run-conformance';
import type { Offer } from '../../adapters/core/offer';
import type { PartnerDefinition } from '../../adapters/partners/partner-definition';
import { checkPartner } from '../../subgraphs/registry/onboarding/check-partner';
import { checkOrder } from './check-order';
import { CommandFailed, type AddCommand } from './command';
import { codeOf, DefinitionInvalid, readDefinitionFile } from './definition-file';
import { formatDefinitionJunit, unreadable, type CheckReport } from './definition-report';
import { untilInterrupted } from './interrupt';
import { admissionFor, type PartnerAccess } from './open-partner';
import { addAccessOptions, wholeNumberOption } from './options';
import { fittingWithOwn } from './own-fitting';
import { print, printJson } from './terminal';

interface CheckOptions extends PartnerAccess {
  readonly json?: boolean;
  readonly junit?: string;
  readonly pages: number;
  readonly withOrders?: boolean;
}

/** A check is no index: enough pages to see that there are several, and how they go on. */
const PAGES = 3;
/** For the SDL of a subgraph. */
const SDL_MS = 120_000;

/** `pasar check`: holds a partner's live API to the rules, and says what to mend. */
export const addCheck: AddCommand = (program) => {
  addAccessOptions(
    program
      .command('check')
      .summary('hold a live API to the rules that Pasar has for marketplaces')
      .description(
        'Reads FILE and the API that it describes, and tells rule by rule what is well and what to mend. ' +
          'Places no orders unless asked to. Exit code 0: it conforms; 1: it does not, or FILE is no definition; ' +
          '2: it could not be checked, for no request of the feed was answered.',
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
  const report = await reportOf(file, options);
  if (options.json === true) printJson(report);
  else if (report.problems.length === 0) print(`\n${formatSummary(report)}`);
  if (options.junit !== undefined) await writeJunit(options.junit, report);
  if (report.problems.length > 0) throw new DefinitionInvalid(file, report.problems);
  if (!report.conforms) process.exitCode = report.answered ? 1 : 2;
}

/** What there is to tell, of a definition that can't be read too: programs are told all of it in one way. */
async function reportOf(file: string, options: CheckOptions): Promise<CheckReport> {
  try {
    const report = await checkPartnerOf(await readDefinitionFile(file), options);
    return { file, problems: [], ...report };
  } catch (error) {
    if (!(error instanceof DefinitionInvalid)) throw error;
    return unreadable(error);
  }
}

async function checkPartnerOf(
  definition: PartnerDefinition,
  options: CheckOptions,
): Promise<ConformanceReport> {
  const { pages, withOrders } = options;
  const onResult = (result: RuleResult): void => {
    if (options.json !== true) print(formatResult(result));
  };
  const order = withOrders === true ? (offer: Offer) => checkOrder(offer) : null;
  const { report } = await untilInterrupted((signal) =>
    checkPartner(definition, admissionFor(definition, options), {
      call: { signal, deadline: Date.now() + SDL_MS, requestId: `check-${randomUUID()}` },
      fitting: fittingWithOwn(definition),
      onResult,
      holdToRules: ({ marketplace, stranger, secrets }) =>
        runConformance({ marketplace, stranger, secrets, pages, order }, { signal, onResult }),
    }),
  );
  return report;
}

async function writeJunit(file: string, report: CheckReport): Promise<void> {
  const { problems } = report;
  const text = problems.length > 0 ? formatDefinitionJunit(report) : formatJunit(report);
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new CommandFailed(`--junit: ${file} can't be written (${codeOf(error)})`, 2);
  }
}
