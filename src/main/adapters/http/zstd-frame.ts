const MAGIC = 0xfd2fb528;
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const;
const BLOCK_RLE = 1;
const BLOCK_RESERVED = 3;
const CHECKSUM_BYTES = 4;

/**
 * Tells whether the bytes are exactly one zstd frame (RFC 8878, section 3.1.1), from its header to its end. The decoder
 * itself takes a frame that was cut off for one whose rest is still to come, and ignores what follows a frame.
 */
export function isOneZstdFrame(bytes: Buffer): boolean {
  if (bytes.length < 5 || bytes.readUInt32LE(0) !== MAGIC) return false;
  const descriptor = bytes.readUInt8(4);
  const checksumBytes = (descriptor & 0b100) === 0 ? 0 : CHECKSUM_BYTES;
  const end = endOfBlocks(bytes, 5 + headerFieldBytes(descriptor));
  return end !== null && end + checksumBytes === bytes.length;
}

/** Size of window descriptor, dictionary id and content size. */
function headerFieldBytes(descriptor: number): number {
  const singleSegment = (descriptor & 0b10_0000) !== 0;
  const sizeFlag = descriptor >> 6;
  const contentSizeBytes = sizeFlag === 0 ? Number(singleSegment) : 1 << sizeFlag;
  return Number(!singleSegment) + (DICTIONARY_ID_BYTES[descriptor & 0b11] ?? 0) + contentSizeBytes;
}

/** Where the last block ends; null if it does not. */
function endOfBlocks(bytes: Buffer, firstBlock: number): number | null {
  let at = firstBlock;
  while (at + 3 <= bytes.length) {
    const header = bytes.readUIntLE(at, 3);
    const type = (header >> 1) & 0b11;
    if (type === BLOCK_RESERVED) return null;
    at += 3 + (type === BLOCK_RLE ? 1 : header >> 3);
    if ((header & 1) === 1) return at;
  }
  return null;
}
