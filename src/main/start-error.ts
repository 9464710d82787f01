/** Why the program did not start. `text` is one or two sentences for people. */
export interface StartError {
  kind: 'profile' | 'in-use' | 'settings' | 'group' | 'interface' | 'seed' | 'node';
  text: string;
}
