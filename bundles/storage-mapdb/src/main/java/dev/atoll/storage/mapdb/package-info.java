/// Storage in files: tables in MapDB, made crash safe by a redo journal; blocks in segment files.
///
/// | file | content | |---|---|
/// | `tables.db` | MapDB's file, as of the last checkpoint |
/// | `tables-<number>.journal` | the pages that commits changed since then |
/// | `blocks/<first height>.blocks` | records of blocks, one file per segment |
///
/// MapDB 3.1.0 has transactions with a write-ahead log of its own, and they are not used:
/// `StoreWAL` writes that log and never replays it (`WriteAheadLog.open` has no caller), so that a
/// process that dies while a commit is being applied leaves a damaged file. Here MapDB works on a
/// volume that keeps changed pages in memory, and a commit is one append to the journal.
@NullMarked
package dev.atoll.storage.mapdb;

import org.jspecify.annotations.NullMarked;
