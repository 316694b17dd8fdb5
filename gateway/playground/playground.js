/* global GraphiQL, React, ReactDOM, URL, location */
/** Opens GraphiQL on this server's endpoint, each saved example in a tab of its own. */
async function open() {
  const examples = await (await fetch('/playground/examples.json')).json();
  const tokens = await developmentTokens();
  const tabs = examples.map((example) => tabOf(example, tokens));
  const socket = new URL('/graphql', location.href);
  socket.protocol = socket.protocol.replace('http', 'ws');
  const send = GraphiQL.createFetcher({
    url: '/graphql',
    subscriptionUrl: socket.href,
    // Of the formats of an answer in parts (`@defer`) the one that is written here; GraphiQL itself names none.
    headers: { accept: 'multipart/mixed; deferSpec=20220824, application/json' },
  });
  // Just after a change of tabs GraphiQL still names the operation of the tab before.
  const fetcher = ({ query, operationName, ...rest }, options) => {
    const name = query.includes(`${operationName}`) ? operationName : FIRST_NAME.exec(query)?.[1];
    const documentAST = isSubscription(query, name) ? subscriptionNamed(name) : options.documentAST;
    const answer = send(
      { query, ...(name && { operationName: name }), ...rest },
      { ...options, documentAST },
    );
    return operationName === 'IntrospectionQuery' ? Promise.resolve(answer).then(asPlainText) : answer;
  };
  ReactDOM.createRoot(document.getElementById('playground')).render(
    React.createElement(
      GraphiQL,
      {
        fetcher,
        defaultTabs: tabs,
        shouldPersistHeaders: false,
        defaultEditorToolsVisibility: true,
      },
      React.createElement(
        GraphiQL.Logo,
        null,
        React.createElement('a', { className: 'graphiql-logo-link', href: '/console' }, 'Console'),
      ),
    ),
  );
}

/** GraphiQL asks its own reading of the text, which is that of a moment ago, and would send it as a query. */
function isSubscription(query, name) {
  return new RegExp(`^\\s*subscription\\s*${name ? `${name}\\b` : '[({]'}`, 'm').test(query);
}

function subscriptionNamed(name) {
  const operation = { kind: 'OperationDefinition', operation: 'subscription' };
  return {
    kind: 'Document',
    definitions: [name ? { ...operation, name: { kind: 'Name', value: name } } : operation],
  };
}

const FIRST_NAME = /^\s*(?:query|mutation|subscription)\s+(\w+)/m;

/**
 * Descriptions are markdown to GraphiQL, and those of partners' types are strangers' words: they make no links,
 * images or tags.
 */
function asPlainText(answer) {
  return JSON.parse(JSON.stringify(answer), (name, value) =>
    TEXTS.has(name) && typeof value === 'string' ? value.replace(/[\\[<]/g, '\\$&') : value,
  );
}
const TEXTS = new Set(['description', 'deprecationReason']);

/**
 * An example is the lines of a query, or the role to ask it as with its lines. The first one has no role:
 * GraphiQL shows a tab's headers only when one changes to it.
 */
function tabOf(example, tokens) {
  if (Array.isArray(example)) return { query: example.join('\n') };
  const token = tokens[example.role];
  const headers = token && JSON.stringify({ authorization: `Bearer ${token}` }, null, 2);
  return { query: example.lines.join('\n'), ...(headers && { headers }) };
}

/** Tokens by role, where this server hands out any: with a development key, to its own machine. */
async function developmentTokens() {
  const response = await fetch('/playground/tokens.json').catch(() => null);
  return response?.ok ? response.json() : {};
}

open();
