/** The globals that plain JavaScript tooling files may use. */
const names = [
  'AbortController AbortSignal Buffer URL URLSearchParams clearInterval clearTimeout console fetch performance process',
  'queueMicrotask setImmediate setInterval setTimeout structuredClone TextDecoder TextEncoder',
]
  .join(' ')
  .split(' ');

export default { node: Object.fromEntries(names.map((name) => [name, 'readonly'])) };
