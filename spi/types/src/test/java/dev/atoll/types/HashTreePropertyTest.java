package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

final class HashTreePropertyTest {

  @Property
  void whatWasWrittenIsReadAgain(@ForAll("trees") HashTree tree) {
    HashTree read = HashTree.fromCbor(Cbor.decode(tree.toCbor().encode()));

    assertThat(read).isEqualTo(tree);
    assertThat(read.rootHash()).isEqualTo(tree.rootHash());
  }

  @Property
  void aForestIsWellFormed(@ForAll("trees") HashTree tree) {
    assertThat(tree.isWellFormed()).isTrue();
  }

  @Property
  void pruningKeepsTheRootHash(
      @ForAll("trees") HashTree tree, @ForAll("paths") List<List<Bytes>> paths) {
    assertThat(HashTree.prune(tree, paths).rootHash()).isEqualTo(tree.rootHash());
  }

  @Property
  void aWitnessAnswersForItsPathsAsTheFullTree(
      @ForAll("trees") HashTree tree, @ForAll("paths") List<List<Bytes>> paths) {
    HashTree witness = HashTree.prune(tree, paths);

    for (List<Bytes> path : paths) {
      if (leadsBelowALeaf(tree, path)) {
        assertThat(witness.lookup(path)).isNotInstanceOf(Lookup.Found.class);
      } else {
        assertThat(witness.lookupSubtree(path)).isEqualTo(tree.lookupSubtree(path));
        assertThat(witness.lookup(path)).isEqualTo(tree.lookup(path));
      }
    }
  }

  @Property
  void aWitnessShowsNoValueThatWasNotAskedFor(
      @ForAll("trees") HashTree tree, @ForAll("paths") List<List<Bytes>> paths) {
    assertThat(HashTree.prune(tree, paths).listPaths())
        .allMatch(shown -> paths.stream().anyMatch(path -> startsWith(shown, path)));
  }

  @Property
  void aMergedWitnessIsTheWitnessOfAllPaths(
      @ForAll("trees") HashTree tree,
      @ForAll("paths") List<List<Bytes>> some,
      @ForAll("paths") List<List<Bytes>> others) {
    List<List<Bytes>> all = new ArrayList<>(some);
    all.addAll(others);

    HashTree merged = HashTree.merge(HashTree.prune(tree, some), HashTree.prune(tree, others));

    assertThat(merged.rootHash()).isEqualTo(tree.rootHash());
    assertThat(merged.listPaths()).isEqualTo(HashTree.prune(tree, all).listPaths());
  }

  @Property
  void lookupAnswersAsThePseudoCodeOfTheSpecification(
      @ForAll("trees") HashTree tree,
      @ForAll("paths") List<List<Bytes>> kept,
      @ForAll("paths") List<List<Bytes>> asked) {
    HashTree witness = HashTree.prune(tree, kept);

    for (List<Bytes> path : asked) {
      assertThat(witness.lookup(path)).isEqualTo(LookupOracle.lookup(path, witness));
    }
  }

  @Property
  void anyCborIsReadOrRefused(@ForAll @Size(max = 40) List<Byte> noise) {
    byte[] bytes = new byte[noise.size() + 1];
    bytes[0] = (byte) 0x83;
    for (int i = 0; i < noise.size(); i++) {
      bytes[i + 1] = (byte) (noise.get(i) & 0x8f);
    }
    try {
      HashTree tree = HashTree.fromCbor(Cbor.decode(bytes));
      assertThat(tree.rootHash().size()).isEqualTo(32);
    } catch (CborException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<HashTree> trees() {
    return trees(3).map(tree -> tree);
  }

  @Provide
  Arbitrary<List<List<Bytes>>> paths() {
    return labels().list().ofMinSize(1).ofMaxSize(4).list().ofMaxSize(4);
  }

  private static Arbitrary<HashTree> trees(int depth) {
    Arbitrary<HashTree> leaves = labels().map(HashTree::leaf);
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<HashTree> below = Arbitraries.lazy(() -> trees(depth - 1));
    Arbitrary<HashTree> forests =
        Arbitraries.maps(labels(), below).ofMaxSize(9).map(HashTreePropertyTest::forest);
    return depth == 3 ? forests : Arbitraries.oneOf(leaves, forests);
  }

  private static HashTree forest(Map<Bytes, HashTree> children) {
    return HashTree.labeledForest(new TreeMap<>(children));
  }

  /// Few letters, so that paths often meet the labels of a tree.
  private static Arbitrary<Bytes> labels() {
    return Arbitraries.strings().withCharRange('a', 'c').ofMaxLength(2).map(Bytes::ofUtf8);
  }

  private static boolean leadsBelowALeaf(HashTree tree, List<Bytes> path) {
    for (int i = 1; i < path.size(); i++) {
      if (tree.lookup(path.subList(0, i)) instanceof Lookup.Found) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(List<Bytes> path, List<Bytes> prefix) {
    return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
  }
}
