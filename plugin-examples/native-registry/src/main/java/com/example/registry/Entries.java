package com.example.registry;

import dev.atoll.spi.canister.CanisterTrap;
import dev.atoll.spi.canister.StableMemory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.HashTree;
import dev.atoll.types.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All names with their texts and owners, and how they lie in the stable memory: a length of 8
/// bytes, then CBOR, in the order of the names.
///
/// The whole is read and written each time, which is well for the few names of an example.
final class Entries {

  static final int ENTRIES_MAX = 1_000;

  static final int TEXT_BYTES_MAX = 1_024;

  private final SortedMap<String, Entry> byName = new TreeMap<>();

  private record Entry(String value, Principal owner) {}

  static Entries load(StableMemory stable) {
    Entries entries = new Entries();
    int size = Math.toIntExact(stable.readLong(0));
    for (Cbor row : Cbor.decode(stable.read(Long.BYTES, size)).asArray()) {
      List<Cbor> columns = row.asArray();
      entries.byName.put(
          columns.get(0).asText(),
          new Entry(columns.get(1).asText(), columns.get(2).asPrincipal()));
    }
    return entries;
  }

  void save(StableMemory stable) {
    List<Cbor> rows = new ArrayList<>();
    byName.forEach(
        (name, entry) ->
            rows.add(
                Cbor.array(Cbor.text(name), Cbor.text(entry.value()), Cbor.blob(entry.owner()))));
    Bytes all = Cbor.array(rows).encode();
    long pages = (Long.BYTES + all.size() - 1L) / StableMemory.PAGE_SIZE_BYTES + 1;
    if (stable.sizePages() < pages && stable.grow(pages - stable.sizePages()) < 0) {
      throw new CanisterTrap("there is no memory for more names");
    }
    stable.writeLong(0, all.size());
    stable.write(Long.BYTES, all);
  }

  void put(String name, String value, Principal caller) {
    check("name", name);
    check("value", value);
    @Nullable Entry before = byName.get(name);
    if (before != null && !before.owner().equals(caller)) {
      throw new CanisterTrap("the name %s belongs to %s".formatted(name, before.owner()));
    }
    if (before == null && byName.size() == ENTRIES_MAX) {
      throw new CanisterTrap("there are %d names, no more allowed".formatted(ENTRIES_MAX));
    }
    byName.put(name, new Entry(value, caller));
  }

  private static void check(String what, String text) {
    int size = Bytes.ofUtf8(text).size();
    if (size == 0 || size > TEXT_BYTES_MAX) {
      throw new CanisterTrap(
          "%s has %d bytes, expected 1 to %d".formatted(what, size, TEXT_BYTES_MAX));
    }
  }

  @Nullable String value(String name) {
    @Nullable Entry entry = byName.get(name);
    return entry == null ? null : entry.value();
  }

  int size() {
    return byName.size();
  }

  /// The tree whose root hash is the certified data: texts by name, below `names`.
  HashTree tree() {
    SortedMap<Bytes, HashTree> leaves = new TreeMap<>();
    byName.forEach(
        (name, entry) ->
            leaves.put(Bytes.ofUtf8(name), HashTree.leaf(Bytes.ofUtf8(entry.value()))));
    return HashTree.labeled("names", HashTree.labeledForest(leaves));
  }
}
