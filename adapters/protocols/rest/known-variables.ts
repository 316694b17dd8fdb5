import type { RefinementCtx } from 'zod';
import { usesInTemplate, usesOf, type Uses } from './expression-variables';
import type { ManifestRequest } from './manifest-requests';
import { templatesIn } from './request-templates';

/** The variables that expressions can start from at one place; with its fields where those are known, too. */
export type Known = Readonly<Record<string, readonly string[] | null>>;

export type Path = readonly (string | number)[];
export type Report = (path: Path, message: string) => void;

export function reportTo(context: Pick<RefinementCtx, 'addIssue'>): Report {
  return (path, message) => context.addIssue({ code: 'custom', path: [...path], message });
}

/** Reports what the templates of a request start from that is not known there. */
export function checkRequest(request: ManifestRequest, path: Path, known: Known, report: Report): void {
  for (const template of templatesIn(request))
    reportUnknown(usesInTemplate(template.text), [...path, ...template.path], known, report);
}

/** The same of one expression. */
export function checkVariables(expression: string, path: Path, known: Known, report: Report): void {
  reportUnknown(usesOf(expression), path, known, report);
}

function reportUnknown(uses: Uses, path: Path, known: Known, report: Report): void {
  for (const [variable, fields] of uses) {
    const knownFields = Object.hasOwn(known, variable) ? known[variable] : undefined;
    if (knownFields === undefined) report(path, unknownVariable(variable, known));
    else if (knownFields !== null)
      for (const field of fields)
        if (!knownFields.includes(field)) report(path, unknownField(variable, field, knownFields));
  }
}

function unknownVariable(variable: string, known: Known): string {
  if (variable === 'credentials')
    return '`credentials` are known in the request that signs in (authentication.request) and nowhere else';
  return `${unknown(variable)}; ${listed('known', Object.keys(known))}`;
}

function unknownField(variable: string, field: string, known: readonly string[]): string {
  return `${unknown(`${variable}.${field}`)}; ${listed(`known of \`${variable}\``, known)}`;
}

/** Names come from strangers, and may be as long as an expression. */
function unknown(name: string): string {
  return `\`${name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}…` : name}\` is not known here`;
}

const LONGEST_SHOWN = 60;

function listed(what: string, names: readonly string[]): string {
  if (names.length === 0) return `nothing is ${what}`;
  return `${what} ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`;
}
