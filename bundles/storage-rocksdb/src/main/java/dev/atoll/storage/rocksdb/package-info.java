/// Storage in RocksDB: tables in one column family, blocks in another, one write-ahead log for
/// both.
///
/// A key of the tables is the length of the table's name, one byte, the name in UTF-8 and the key;
/// a key of the blocks is the height, eight bytes, big-endian. A commit is one batch with a synced
/// write-ahead log; commits and syncs of several threads share one sync, which RocksDB sees to.
@NullMarked
package dev.atoll.storage.rocksdb;

import org.jspecify.annotations.NullMarked;
