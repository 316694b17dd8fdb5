/* global GraphiQL, React, ReactDOM */
/** Opens GraphiQL on this server's endpoint, each saved example in a tab of its own. */
async function open() {
  const examples = await (await fetch('/playground/examples.json')).json();
  const tabs = examples.map((lines) => ({ query: lines.join('\n') }));
  const send = GraphiQL.createFetcher({ url: '/graphql' });
  // Just after a change of tabs GraphiQL still names the operation of the tab before.
  const fetcher = ({ query, operationName, ...rest }, options) =>
    send(
      query.includes(`${operationName}`) ? { query, operationName, ...rest } : { query, ...rest },
      options,
    );
  ReactDOM.createRoot(document.getElementById('playground')).render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultTabs: tabs,
      shouldPersistHeaders: false,
      defaultEditorToolsVisibility: true,
    }),
  );
}

open();
