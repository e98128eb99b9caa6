package dev.atoll.replica.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.types.Bytes;
import dev.atoll.types.HashTree;
import dev.atoll.types.Hashes;
import dev.atoll.types.Lookup;
import dev.atoll.types.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class LabelTrieTest {

  private static final int REMOVED = -1;

  /// Sets a label, or removes it.
  record Change(Bytes label, int value) {}

  @Property(tries = 300)
  void theTreeFollowsFromTheLabelsAlone(
      @ForAll("changes") List<Change> changes, @ForAll Random random) {
    TreeMap<Bytes, Integer> model = new TreeMap<>();
    LabelTrie trie = LabelTrie.EMPTY;
    for (Change change : changes) {
      trie = apply(trie, model, change);
    }
    List<Map.Entry<Bytes, Integer>> shuffled = new ArrayList<>(model.entrySet());
    Collections.shuffle(shuffled, random);
    LabelTrie other = LabelTrie.EMPTY;
    for (Map.Entry<Bytes, Integer> entry : shuffled) {
      other = other.with(entry.getKey(), leaf(entry.getValue()));
    }

    assertThat(trie.tree()).isEqualTo(other.tree());
    assertThat(trie.tree().rootHash()).isEqualTo(other.tree().rootHash());
  }

  @Property(tries = 300)
  void everyLabelIsFoundAndNoOther(
      @ForAll("changes") List<Change> changes, @ForAll("labels") Bytes asked) {
    TreeMap<Bytes, Integer> model = new TreeMap<>();
    LabelTrie trie = LabelTrie.EMPTY;
    for (Change change : changes) {
      trie = apply(trie, model, change);
      assertThat(trie.tree().isWellFormed()).isTrue();
    }
    HashTree tree = trie.tree();

    model.forEach(
        (label, value) ->
            assertThat(tree.lookup(List.of(label))).isEqualTo(new Lookup.Found(bytes(value))));
    if (!model.containsKey(asked)) {
      assertThat(tree.lookup(List.of(asked))).isEqualTo(new Lookup.Absent());
    }
    assertThat(tree.listPaths())
        .isEqualTo(model.keySet().stream().map(label -> List.of(label)).toList());
  }

  @Property(tries = 300)
  void aWitnessAnswersAsTheWholeTree(
      @ForAll("changes") List<Change> changes, @ForAll("labels") Bytes asked) {
    TreeMap<Bytes, Integer> model = new TreeMap<>();
    LabelTrie trie = LabelTrie.EMPTY;
    for (Change change : changes) {
      trie = apply(trie, model, change);
    }
    HashTree tree = trie.tree();
    List<Bytes> path = List.of(asked);

    HashTree witness = HashTree.prune(tree, List.of(path));

    assertThat(witness.rootHash()).isEqualTo(tree.rootHash());
    assertThat(witness.lookup(path)).isEqualTo(tree.lookup(path));
  }

  @Property(tries = 300)
  void anEarlierTrieStaysAsItWas(@ForAll("changes") List<Change> changes) {
    LabelTrie before = LabelTrie.EMPTY.with(Bytes.EMPTY, leaf(1)).with(bytes(7), leaf(2));
    Bytes root = before.tree().rootHash();

    LabelTrie trie = before;
    for (Change change : changes) {
      trie = apply(trie, new TreeMap<>(), change);
    }

    assertThat(before.tree().rootHash()).isEqualTo(root);
  }

  @Test
  void nothingIsTheEmptyTree() {
    assertThat(LabelTrie.EMPTY.tree()).isEqualTo(HashTree.empty());
    assertThat(LabelTrie.EMPTY.without(bytes(1)).tree()).isEqualTo(HashTree.empty());
    assertThat(LabelTrie.EMPTY.with(bytes(1), leaf(1)).without(bytes(1)).tree())
        .isEqualTo(HashTree.empty());
  }

  @Test
  void whatIsNotThereIsRemovedForNothing() {
    LabelTrie trie = LabelTrie.EMPTY.with(bytes(1), leaf(1)).with(bytes(2), leaf(2));

    assertThat(trie.without(bytes(3)).tree()).isSameAs(trie.tree());
  }

  @Test
  void thousandsOfRequestIdsAreNotDeep() {
    LabelTrie trie = LabelTrie.EMPTY;
    for (int i = 0; i < 20_000; i++) {
      trie = trie.with(Bytes.wrap(Hashes.sha256(bytes(i).unsafeArray())), leaf(i));
    }

    assertThat(trie.tree().depth()).isLessThan(48);
  }

  @Test
  void noChoiceOfCanisterIdsIsTooDeepForACertificate() {
    LabelTrie trie = LabelTrie.EMPTY.with(Principal.ofCanisterIndex(0).bytes(), leaf(0));
    for (int bit = 0; bit < 64; bit++) {
      trie = trie.with(Principal.ofCanisterIndex(1L << bit).bytes(), leaf(bit));
    }

    assertThat(trie.tree().depth()).isLessThanOrEqualTo(66);
  }

  private static LabelTrie apply(LabelTrie trie, Map<Bytes, Integer> model, Change change) {
    if (change.value() == REMOVED) {
      model.remove(change.label());
      return trie.without(change.label());
    }
    model.put(change.label(), change.value());
    return trie.with(change.label(), leaf(change.value()));
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<Integer> values =
        Arbitraries.integers().between(-4, 9).map(value -> Math.max(value, REMOVED));
    return labels().flatMap(label -> values.map(value -> new Change(label, value))).list();
  }

  /// Few letters and lengths, so that labels meet and are prefixes of one another.
  @Provide
  Arbitrary<Bytes> labels() {
    return Arbitraries.of((byte) 0, (byte) 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff)
        .array(Byte[].class)
        .ofMaxSize(4)
        .map(
            boxed -> {
              byte[] bytes = new byte[boxed.length];
              for (int i = 0; i < bytes.length; i++) {
                bytes[i] = boxed[i];
              }
              return Bytes.wrap(bytes);
            });
  }

  private static HashTree leaf(int value) {
    return HashTree.leaf(bytes(value));
  }

  private static Bytes bytes(int value) {
    return Bytes.ofUtf8(Integer.toString(value));
  }
}
