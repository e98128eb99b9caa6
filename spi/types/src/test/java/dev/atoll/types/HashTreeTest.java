package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The worked example of the interface specification, "Encoding of certificates".
final class HashTreeTest {

  private static final String FULL =
      "8301830183024161830183018302417882034568656c6c6f810083024179820345776f726c64"
          + "83024162820344676f6f648301830241638100830241648203476d6f726e696e67";

  private static final String ROOT_HASH =
      "eb5c5b2195e62d996b84c9bcc8259d19a83786a2f59e0878cec84c811f669aa0";

  private static final String PRUNED =
      "83018301830241618301820458201b4feff9bef8131788b0c9dc6dbad6e81e524249c879e9f10f71ce3749f5a6"
          + "3883024179820345776f726c6483024162820458207b32ac0c6ba8ce35ac82c255fc7906f7fc130dab2a09"
          + "0f80fe12f9c2cae83ba6830182045820ec8324b8a1f1ac16bd2e806edba78006479c9877fed4eb464a2548"
          + "5465af601d830241648203476d6f726e696e67";

  private final HashTree full = decode(FULL);

  private final HashTree pruned = decode(PRUNED);

  @Test
  void theExampleHasItsEncodingAndRootHash() {
    HashTree built =
        HashTree.fork(
            HashTree.fork(
                HashTree.labeled(
                    "a",
                    HashTree.fork(
                        HashTree.fork(HashTree.labeled("x", leaf("hello")), HashTree.empty()),
                        HashTree.labeled("y", leaf("world")))),
                HashTree.labeled("b", leaf("good"))),
            HashTree.fork(
                HashTree.labeled("c", HashTree.empty()), HashTree.labeled("d", leaf("morning"))));

    assertThat(built).isEqualTo(full);
    assertThat(built.toCbor().encode().toHex()).isEqualTo(FULL);
    assertThat(built.rootHash().toHex()).isEqualTo(ROOT_HASH);
    assertThat(pruned.rootHash().toHex()).isEqualTo(ROOT_HASH);
  }

  @Test
  void pruningTheExampleGivesTheWitnessOfTheExample() {
    HashTree witness =
        HashTree.prune(
            full, List.of(HashTree.path("a", "y"), HashTree.path("ax"), HashTree.path("d")));

    assertThat(witness.toCbor().encode().toHex()).isEqualTo(PRUNED);
  }

  @ParameterizedTest
  @CsvSource({
    "a/a, Unknown",
    "a/y, world",
    "aa, Absent",
    "ax, Absent",
    "b, Unknown",
    "bb, Unknown",
    "d, morning",
    "e, Absent",
    "a, Error",
    "a/z, Absent",
    "d/x, Absent"
  })
  void lookupInTheWitnessAnswersAsTheExample(String path, String answer) {
    Lookup expected =
        switch (answer) {
          case "Absent" -> new Lookup.Absent();
          case "Unknown" -> new Lookup.Unknown();
          case "Error" -> new Lookup.Error();
          default -> new Lookup.Found(Bytes.ofUtf8(answer));
        };

    assertThat(pruned.lookup(HashTree.path(path.split("/", -1)))).isEqualTo(expected);
  }

  @Test
  void lookupInTheFullTreeFindsEveryValue() {
    assertThat(full.listPaths())
        .containsExactly(
            HashTree.path("a", "x"),
            HashTree.path("a", "y"),
            HashTree.path("b"),
            HashTree.path("d"))
        .allSatisfy(path -> assertThat(full.lookup(path)).isInstanceOf(Lookup.Found.class));
    assertThat(full.lookup(HashTree.path("c"))).isEqualTo(new Lookup.Absent());
    assertThat(full.lookup(HashTree.path())).isEqualTo(new Lookup.Error());
    assertThat(HashTree.empty().lookup(HashTree.path())).isEqualTo(new Lookup.Absent());
    assertThat(HashTree.empty().lookup(HashTree.path("a"))).isEqualTo(new Lookup.Absent());
  }

  @Test
  void aSubtreeIsFoundEvenIfItIsEmptyOrPartlyPruned() {
    assertThat(full.lookupSubtree(HashTree.path("c")))
        .isEqualTo(new SubtreeLookup.Found(HashTree.empty()));
    assertThat(pruned.lookupSubtree(HashTree.path("a")))
        .isInstanceOfSatisfying(
            SubtreeLookup.Found.class,
            found -> assertThat(found.tree().listPaths()).containsExactly(HashTree.path("y")));
    assertThat(pruned.lookupSubtree(HashTree.path("b"))).isEqualTo(new SubtreeLookup.Unknown());
    assertThat(pruned.lookupSubtree(HashTree.path("e"))).isEqualTo(new SubtreeLookup.Absent());
  }

  @Test
  void aListedPathKeepsItsWholeSubtree() {
    HashTree witness = HashTree.prune(full, List.of(HashTree.path("a")));

    assertThat(witness.listPaths())
        .containsExactly(HashTree.path("a", "x"), HashTree.path("a", "y"));
    assertThat(witness.rootHash().toHex()).isEqualTo(ROOT_HASH);
  }

  @Test
  void aPathBelowALeafShowsNothingOfTheLeaf() {
    HashTree witness = HashTree.prune(full, List.of(HashTree.path("b", "more")));

    assertThat(witness.lookup(HashTree.path("b"))).isEqualTo(new Lookup.Unknown());
    assertThat(witness.listPaths()).isEmpty();
  }

  @Test
  void nothingListedLeavesTheRootHashAlone() {
    assertThat(HashTree.prune(full, List.of())).isEqualTo(HashTree.pruned(full.rootHash()));
  }

  @Test
  void mergedWitnessesShowWhatEitherShows() {
    HashTree one = HashTree.prune(full, List.of(HashTree.path("a", "x")));
    HashTree other = HashTree.prune(full, List.of(HashTree.path("d"), HashTree.path("ax")));

    HashTree merged = HashTree.merge(one, other);

    assertThat(merged)
        .isEqualTo(
            HashTree.prune(
                full, List.of(HashTree.path("a", "x"), HashTree.path("d"), HashTree.path("ax"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HashTree.merge(one, HashTree.empty()))
        .withMessageStartingWith("cannot merge the tree " + ROOT_HASH);
  }

  @Test
  void aForestPairsNeighboursFromLeftToRight() {
    TreeMap<Bytes, HashTree> children = new TreeMap<>();
    for (int i = 0; i < 7; i++) {
      children.put(Bytes.ofUtf8("" + i), leaf("v" + i));
    }

    assertThat(HashTree.labeledForest(children))
        .isEqualTo(
            HashTree.fork(
                HashTree.fork(HashTree.fork(node(0), node(1)), HashTree.fork(node(2), node(3))),
                HashTree.fork(HashTree.fork(node(4), node(5)), node(6))));
    assertThat(HashTree.labeledForest(new TreeMap<>())).isEqualTo(HashTree.empty());
  }

  @Test
  void aTreeIsWellFormedIfItsLabelsIncrease() {
    assertThat(full.isWellFormed()).isTrue();
    assertThat(pruned.isWellFormed()).isTrue();
    assertThat(leaf("x").isWellFormed()).isTrue();
    assertThat(HashTree.fork(node(1), node(0)).isWellFormed()).isFalse();
    assertThat(HashTree.fork(node(1), node(1)).isWellFormed()).isFalse();
    assertThat(HashTree.fork(node(1), leaf("x")).isWellFormed()).isFalse();
    assertThat(HashTree.labeled("a", HashTree.fork(leaf("x"), node(1))).isWellFormed()).isFalse();
  }

  @Test
  void aTreeIsNoDeeperThanAllowed() {
    HashTree tree = leaf("x");
    for (int i = 1; i < HashTree.DEPTH_MAX; i++) {
      tree = HashTree.labeled("a", tree);
    }
    HashTree deepest = tree;

    assertThat(HashTree.fromCbor(Cbor.decode(deepest.toCbor().encode()))).isEqualTo(deepest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HashTree.fork(HashTree.empty(), deepest))
        .withMessage("hash tree is deeper than the allowed 128");
    Cbor tooDeep = Cbor.array(Cbor.nat(1), Cbor.array(Cbor.nat(0)), deepest.toCbor());
    assertThatThrownBy(() -> HashTree.fromCbor(tooDeep))
        .isInstanceOf(CborException.class)
        .hasMessage("hash tree is deeper than the allowed 128");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00 | expected array, found nat",
        "80 | hash tree node is an empty array",
        "8105 | hash tree node has the kind 5, 0 to 4 allowed",
        "820000 | hash tree node has 2 items, 1 expected",
        "82018100 | hash tree node has 2 items, 3 expected",
        "8302616181ff | break at byte 5 ends nothing",
        "830261618100 | expected blob, found text",
        "83034161 40 | hash tree node has 3 items, 2 expected",
        "82044161 | hash of a pruned tree is 1 bytes, 32 expected",
        "816161 | expected nat, found text"
      })
  void whatIsNotAHashTreeIsRefusedWithItsReason(String hex, String reason) {
    assertThatThrownBy(() -> decode(hex.replace(" ", "")))
        .isInstanceOf(CborException.class)
        .hasMessage(reason);
  }

  private static HashTree decode(String hex) {
    return HashTree.fromCbor(Cbor.decode(Bytes.ofHex(hex)));
  }

  private static HashTree node(int i) {
    return HashTree.labeled("" + i, leaf("v" + i));
  }

  private static HashTree leaf(String value) {
    return HashTree.leaf(Bytes.ofUtf8(value));
  }
}
