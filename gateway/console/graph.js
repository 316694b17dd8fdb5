/* global window */
import { currentToken } from './token.js';

let refused = () => undefined;

/** Who is told, in the graph's words, when the token is not believed (any more). */
export function onRefused(listener) {
  refused = listener;
}

/** Asks the graph: its data, and its errors as it words them. Never throws. */
export async function ask(query, variables = {}) {
  const token = currentToken();
  const answer = await send({ query, variables }, token);
  const doubt = answer.errors.find(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
  // An answer to a token that was changed meanwhile says nothing about the new one.
  if (doubt !== undefined && token !== null && token === currentToken()) refused(doubt.message);
  return answer;
}

async function send(body, token) {
  try {
    const response = await window.fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      cache: 'no-store',
    });
    const { data = null, errors, message } = await response.json();
    // What is refused before GraphQL, such as too large a body, is told in a message alone.
    const untold = data === null ? [{ message: message ?? `Pasar answered ${response.status}.` }] : [];
    return { data, errors: errors ?? untold };
  } catch {
    return {
      data: null,
      errors: [{ message: 'Pasar can’t be reached. Is it running, and are you online?' }],
    };
  }
}
