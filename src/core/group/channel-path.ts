/** What is asked, sealed, to open a channel (GR9). */
export const CHANNEL_PATH = '/-/channel';
/** Of the key that is answered. */
export const CHANNEL_KEY_BYTES = 32;
