/** Where a machine hands over the group's newest key (GR5). */
export const KEY_PATH = '/-/key';
