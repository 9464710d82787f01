import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';

/**
 * What runs inside of a channel (GR9): TLS 1.2 with the channel's own key and, for forward secrecy, an exchange of new ones (RFC 5489, RFC 7905). Of the
 * suites with a key that both sides know it is the only one that Electron's BoringSSL has with authenticated encryption; its TLS 1.3 has none.
 */
export const CHANNEL_TLS = {
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  // No channel is resumed.
  secureOptions: constants.SSL_OP_NO_TICKET,
} as const;

/** The `Upgrade` header of an opening (RFC 2817). */
export const UPGRADE = 'TLS/1.2';

/** Means nothing: the key alone says who may speak. */
export const PSK_IDENTITY = 'channel';

let context: SecureContext | null = null;

/** Made once, when the first channel is opened. */
export const channelContext = (): SecureContext => (context ??= createSecureContext(CHANNEL_TLS));
