import { ask } from './graph.js';
import { FIRST, WHO } from './queries.js';
import { currentToken } from './token.js';

export const NOBODY = {
  label: 'Not signed in',
  manages: false,
  isAdmin: false,
  isPartner: false,
  errors: [],
};

/**
 * Who is asking, as far as the graph lets them: the token itself is not looked into. Of those who may manage
 * marketplaces only administrators may ask for totals of orders as well.
 */
export async function whoIsAsking() {
  if (currentToken() === null) return NOBODY;
  const first = await ask(FIRST);
  const ids = first.data?.marketplaces.slice(0, 1).map(({ id }) => id);
  if (ids === undefined) return { ...NOBODY, label: 'Not known', errors: first.errors };
  const { data, errors } = await ask(WHO, { ids });
  if (data === null) return { ...NOBODY, label: 'Not known', errors };
  const managing = refusals(errors, 'marketplaces');
  if (managing.length > 0)
    return { ...NOBODY, label: 'Signed in; does not manage marketplaces', errors: managing };
  const isAdmin = refusals(errors, 'orderTotals').length === 0;
  return {
    label: isAdmin ? 'Administrator' : 'Partner',
    manages: true,
    isAdmin,
    isPartner: !isAdmin,
    errors: [],
  };
}

function refusals(errors, field) {
  return errors.filter(({ path, extensions }) => path?.[0] === field && extensions?.code === 'FORBIDDEN');
}
