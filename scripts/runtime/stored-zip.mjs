import { crc32 } from 'node:zlib';

/**
 * A zip file of uncompressed files, for tests: just enough of the format for an extractor to accept it.
 * @param {Record<string, string>} files content by name
 * @returns {Buffer}
 */
export function storedZip(files) {
  /** @type {Buffer[]} */
  const bodies = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const path = Buffer.from(name);
    const data = Buffer.from(text);
    const common = commonFields(path, data);
    const body = Buffer.concat([Buffer.from('PK\x03\x04\x14\0', 'latin1'), common, path, data]);
    bodies.push(body);
    directory.push(directoryEntry(common, path, offset));
    offset += body.length;
  }
  return Buffer.concat([...bodies, ...directory, endRecord(directory, offset)]);
}

/**
 * From the flags to the length of the extra field: the same in both headers.
 * @param {Buffer} path
 * @param {Buffer} data
 */
function commonFields(path, data) {
  const fields = Buffer.alloc(24);
  fields.writeUInt32LE(crc32(data), 8);
  fields.writeUInt32LE(data.length, 12);
  fields.writeUInt32LE(data.length, 16);
  fields.writeUInt16LE(path.length, 20);
  return fields;
}

/**
 * @param {Buffer} common
 * @param {Buffer} path
 * @param {number} offset
 */
function directoryEntry(common, path, offset) {
  const rest = Buffer.alloc(14);
  // Made on Unix: an ordinary file with mode 755.
  rest.writeUInt32LE((0o100755 << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\x03\x14\0', 'latin1'), common, rest, path]);
}

/**
 * @param {Buffer[]} directory
 * @param {number} offset
 */
function endRecord(directory, offset) {
  const record = Buffer.alloc(22);
  record.write('PK\x05\x06', 'latin1');
  record.writeUInt16LE(directory.length, 8);
  record.writeUInt16LE(directory.length, 10);
  record.writeUInt32LE(Buffer.concat(directory).length, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
