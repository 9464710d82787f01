import { expect, it } from 'vitest';
import { systemWords } from './system-words.ts';

it('[UI] says what to answer where the system asks about the local network', () => {
  expect(systemWords('darwin')).toMatch(/^macOS will ask .* local network\. Answer yes/);
  expect(systemWords('win32')).toMatch(/^Windows will ask/);
  expect(systemWords('linux')).toBeNull();
});
