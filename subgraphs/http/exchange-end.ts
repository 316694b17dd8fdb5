import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Calls back once when a request is over, and says whether its client got the answer. A response that
 * still waits for earlier ones of its connection (pipelining) never hears of the connection's end: the
 * socket is asked as well.
 */
export function onExchangeEnd(
  { raw: { socket } }: FastifyRequest,
  { raw: response }: FastifyReply,
  ended: (answered: boolean) => void,
): void {
  let isOver = false;
  const end = (): void => {
    // The socket's end makes the response tell its own, while listeners of both are being called.
    if (isOver) return;
    isOver = true;
    response.off('close', end);
    socket.off('close', end);
    ended(response.writableFinished);
  };
  response.once('close', end);
  socket.once('close', end);
  if (socket.destroyed) end(); // its client left before anyone could listen
}
