/**
 * Runs in a network namespace and lets a test outside reach a port of its loopback: Unix sockets know no namespaces.
 * Arguments: the socket's path, the port. Ends with its input.
 */
import { connect, createServer } from 'node:net';

const [path = '', port = ''] = process.argv.slice(2);

const server = createServer((outside) => {
  const inside = connect(Number(port), '127.0.0.1');
  const drop = (): void => {
    outside.destroy();
    inside.destroy();
  };
  for (const socket of [outside, inside]) socket.on('error', drop).on('close', drop);
  outside.pipe(inside).pipe(outside);
});
server.listen(path);
process.stdin.resume().on('end', () => process.exit());
